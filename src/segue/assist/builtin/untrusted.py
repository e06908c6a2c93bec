"""What was said is data: instructions to a machine, markup and links in it are never repeated."""

import html
import re
from typing import Final

from segue.assist.builtin.transcript import sentences

LEFT_OUT: Final = ""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MARKUP = re.compile(
    r"<\s*(script|style|iframe|svg|object)\b.*?(<\s*/\s*\1\s*>|$)|<[/!?a-zA-Z][^<>]{0,300}>?|"
    r"</?\w+|\{\{.*?\}\}|\$\{.*?\}|\[[^\]]{0,80}\]\([^)]{0,300}\)|!\[|`{1,3}[^`]*`{0,3}|"
    r"\b(?:javascript|data|vbscript)\s*:\S*|\bon\w+\s*=\s*\S+",
    re.IGNORECASE | re.DOTALL,
)
LINK = re.compile(
    r"\b(?:https?|ftp|file)\s*:\s*/\s*/\s*\S+|\bwww\s?\.\S+|"
    r"(?<![@\w.])(?:[a-z0-9-]+\.)+(?:com|net|org|io|co|info|biz|xyz|ru|cn|app|dev|link|site|top|"
    r"online|de|fr|es|uk|ly|me)(?:/\S*)?(?![\w@])",
    re.IGNORECASE,
)
_RULES = (
    r"(?:instructions?|prompts?|rules?|guidelines?|commands?|directives?|context|training|"
    r"programming|"
    r"instrucciones|indicaciones|anweisung(?:en)?|regeln|befehle?|vorgaben|consignes?|"
    r"instructions|règles)"
)
INSTRUCTION = re.compile(
    rf"\b(?:ignor\w*|disregard\w*|forget|override|bypass|overrule|olvid\w+|desestim\w+|vergiss|"
    rf"vergessen|"
    rf"missachte\w*|oubli\w+|ne tiens pas compte)\b[^.?!]{{0,60}}\b{_RULES}|"
    r"\b(?:ignore|disregard|forget) (?:all|everything|anything|whatever|the above|previous|"
    r"prior)\b|"
    r"\b(?:system|assistant|developer)\s*(?:prompt|message|override)?\s*:|\bsystem prompt\b|"
    r"<\|?\s*(?:im_start|system|endoftext)|\[/?(?:inst|system)\]|"
    r"\b(?:you are|you're|act as|pretend (?:to be|you)) (?:now |an? |"
    r"going to be )?(?:\w+ )?(?:ai|assistant|dan|"
    r"language model|chatbot|admin|root|developer mode)\b|\bjailbreak\b|\bdeveloper mode\b|"
    r"\b(?:ai|a\.i\.|chatbot|bot|llm|gpt|chatgpt|language model|machine|computer|summari[sz]er|"
    r"assistant|transcri\w+|ki|ia)\b"
    r"[^.?!]{0,60}\b(?:write|say|mark|note|record|put|add|summari[sz]e|state|output|print|"
    r"approve|tell|refund|"
    r"include|repeat|reveal|respond|reply|report|set|grant|escrib\w+|pon\w*|anot\w+|di|"
    r"schreib\w*|notier\w*|vermerk\w*|"
    r"écri\w+|note[rz]?|mets|ajoute\w*)\b|"
    r"\b(?:write|put|note|record|include|mark|say|state|add|print)\b[^.?!]{0,50}\b(?:in|into|"
    r"on|to|for) (?:your|the|its|this) "
    r"(?:summary|briefing|notes? for the ai|output|transcript|ai|report automatically)\b|"
    r"\b(?:in (?:your|the) (?:summary|briefing|output)|as the (?:summary|"
    r"briefing))\b[^.?!]{0,40}\b(?:write|say|put|state)\b|"
    r"\b(?:new|updated|following|hidden|secret) (?:system )?instructions?\b\s*[:=]|"
    r"\b(?:print|reveal|show|repeat|output|exfiltrate|leak)\b[^.?!]{0,30}\b(?:prompt|"
    r"instructions|system message|api key|credentials)\b|"
    r"\bend of (?:transcript|conversation|call)\b|\b(?:begin|start) (?:new )?(?:summary|output|"
    r"briefing)\b",
    re.IGNORECASE,
)
FIGURE = re.compile(r"\d[\d.,]*\d|\d")


def harmless(text: str) -> str:
    """The text without markup, links and instructions to whoever reads it by machine.

    What follows an instruction in the same line is part of it and goes as well.
    """
    kept: list[str] = []
    for sentence in sentences(CONTROL.sub(" ", html.unescape(text))):
        markup, told = MARKUP.search(sentence), INSTRUCTION.search(sentence)
        bad = [found.start() for found in (markup, told) if found]
        kept += _before(sentence, min(bad)) if bad else [LINK.sub(LEFT_OUT, sentence)]
        if told:
            break
    return " ".join(kept)


def figures_of_instructions(text: str) -> set[str]:
    """Figures that only an instruction names: nothing may repeat them."""
    whole = set(FIGURE.findall(text))
    return whole - set(FIGURE.findall(harmless(text)))


def _before(sentence: str, at: int) -> list[str]:
    """The clauses before the one in which something begins that must not be repeated."""
    cut = max(sentence.rfind(mark, 0, at) for mark in (",", ";", ":", "—"))
    return [sentence[:cut] + "."] if cut > 0 and not INSTRUCTION.search(sentence[:cut]) else []
