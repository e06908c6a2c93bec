"""Words that customers say whatever they call about, and that articles hold as well."""

from typing import Final

from segue.assist.builtin.cues.table import words

EVERYDAY: Final = words(
    """
    able about above account actual actually address after afternoon again agent agree ahead
    allow almost alone along already alright also although always among amount another answer
    answered anybody anymore anyone anything anyway anywhere apologize appreciate around asked
    asking away back because been before began behind being believe below best better between
    body both bring business busy call called caller calling calls came cannot case cause
    certain certainly change changed check checked checking clear clearly close come comes
    coming company confirm could couple course customer date days dear definitely detail details
    didn different does doesn doing done down during each early easy either else email enough
    euro euros even evening ever every everybody everyone everything exactly expect explain
    explained extra fact fair family finally find fine first five following found four friday
    friend from front frustrated full further gave gets getting give given gives giving glad
    goes going gone good goodbye great guess guys half happen happened happening happens happy
    hard have haven having hear heard hello help helped helpful helping helps here high hold
    home honest honestly hope hour hours house however idea immediately important information
    inside instead into issue issues itself just keep keeps kept kind knew know known knows last
    late later least leave left less lets life like line listen literally little live long
    longer look looked looking looks lost lots love made mail make makes making manager many
    matter maybe mean means meant might mind mine minute minutes missed moment monday money
    month months more morning most move much must myself name near need needed needs neither
    never next nice night nine nobody none normal nothing notice number numbers obviously often
    okay once ones only open other others ours outside over particular party past people perfect
    perhaps person phone piece place plan please point possible possibly pretty probably problem
    problems promise promised question questions quick quickly quite rather reach read ready
    real really reason receive received reference regarding remember request response right said
    same saturday says second seconds seem seems seen send sent serious service seven several
    shall should show side simple simply since single situation some somebody someone something
    sometimes somewhere soon sorry sort sounds speak speaking spoke spoken start started still
    stop story straight stuff such sunday support supposed sure take taken takes taking talk
    talked talking team tell telling than thank thanks that their theirs them then there these
    they thing things think third this those though thought three through thursday time times
    today together told tomorrow tonight took total touch tried tries trouble true trust trying
    tuesday turn twenty under understand unless until upon used using usual very wait waited
    waiting want wanted wants wasn watch wednesday week weekend weeks welcome well went were
    what whatever when where whether which while whole whose will wish with within without
    wonder wonderful word words work worked working works world worry worse worst would write
    wrong yeah year years yesterday your yours yourself
    """
)
"""English ones of four letters and more; other languages' tables of cues have their own."""
