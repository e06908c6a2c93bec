from segue.briefing.spoken import spoken_form


def test_each_part_is_a_sentence_after_its_heading() -> None:
    spoken = spoken_form("Reason: Charged twice; not refunded.\nNext: Call her back…")
    assert spoken.text == "Reason. Charged twice. not refunded. Next. Call her back."
    assert spoken.language == "en"


def test_an_agents_own_words_are_read_as_they_stand() -> None:
    assert spoken_form("Please be kind\n\n").text == "Please be kind."


def test_the_voice_follows_the_language() -> None:
    text = "Anliegen: Ich wurde doppelt belastet und möchte das Geld zurück; Rechnung 4711"
    assert spoken_form(text).language == "de"


def test_no_secret_is_told_to_a_voice() -> None:
    assert "4111" not in spoken_form("Her card is 4111 1111 1111 1111").text


def test_nothing_goes_on_for_ever() -> None:
    assert len(spoken_form("word " * 5000).text) <= 1200
    assert spoken_form(" \n;;").text == ""
