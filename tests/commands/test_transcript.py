"""The conversation in the documents is the one that the bot has."""

from pipeline.config import ROOT


def test_the_transcript_in_the_documents_is_what_the_command_prints(run):
    printed = run("transcript").out
    assert "Рахунок додано" in printed
    assert (ROOT / "docs/transcript.md").read_text(encoding="utf-8").endswith(printed)
