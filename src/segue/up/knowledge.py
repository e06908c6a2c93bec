"""What `segue doctor` says of the knowledge folder."""

import asyncio

from segue.knowledge.folder import ARTICLES_AT_MOST, BYTES_AT_MOST, read_folder
from segue.settings import Settings
from segue.up.doctor import Level, Report

READ = (
    f"Read are regular *.md files in UTF-8, of at most {BYTES_AT_MOST // 1000} kB, at most "
    f"{ARTICLES_AT_MOST} of them; never through a symbolic link."
)


async def check_knowledge(settings: Settings) -> list[Report]:
    """How many articles can be suggested, and what keeps others from it."""
    folder = settings.knowledge_folder
    if folder is None:
        sentence = "No articles are suggested (SEGUE_KNOWLEDGE_DIR is unset)"
        return [Report("knowledge", Level.OK, sentence)]
    place = folder.resolve()
    try:
        contents = await asyncio.to_thread(read_folder, folder)
    except OSError as error:
        sentence = f"{place} cannot be read: {error.strerror}; no new articles are suggested"
        mend = "Name a folder in SEGUE_KNOWLEDGE_DIR that the user who runs Segue may read."
        return [Report("knowledge", Level.FAIL, sentence, mend)]
    sentence = f"Articles in {place}: {len(contents.articles)}"
    if contents.complaint:
        text = f"{sentence}; not read: {contents.complaint}"
        return [Report("knowledge", Level.WARN, text, READ)]
    level = Level.OK if contents.articles else Level.WARN
    return [Report("knowledge", level, sentence, "" if contents.articles else READ)]
