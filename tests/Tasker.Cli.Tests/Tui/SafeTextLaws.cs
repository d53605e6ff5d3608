using FsCheck;
using FsCheck.Fluent;
using Tasker.Cli.Screens;

namespace Tasker.Cli.Tests.Tui;

/// <summary>What holds for whatever somebody wrote before it reaches a screen.</summary>
public sealed class SafeTextLaws
{
    private static readonly string[] Pieces =
        ["\e[2J", "\e]0;title\a", "\u009b31m", "\r", "\n", "\t", "\0", "\u202e", "\u200b", "\u2028", "\u0301", "長", "é", "word ", " ",
            "plain", "\ud800", "👍", "\e", "[", "m", "─"];

    private static Arbitrary<string> Texts => Arb.From(Gen.ListOf(Gen.Elements(Pieces)).Select(string.Concat));

    [Fact]
    public void Nothing_in_it_moves_the_cursor_or_turns_letters_around() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Texts, text => Assert.DoesNotContain(SafeText.Of(text), c => char.IsControl(c)
            || c is (>= '\u202a' and <= '\u202e') or (>= '\u2028' and <= '\u2029') or (>= '\u2066' and <= '\u2069'))));

    [Fact]
    public void Broken_rows_fit_and_lose_no_letter() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Texts, Arb.From(Gen.Choose(2, 40)), (text, width) =>
        {
            var rows = SafeText.Wrap(text, width).ToArray();

            Assert.All(rows, row => Assert.True(TextWidth.Of(row) <= width, row));
            Assert.Equal(
                Letters(string.Concat(text.ReplaceLineEndings("\n").Split('\n').Select(SafeText.Of))), Letters(string.Concat(rows)));
        }));

    [Fact]
    public void In_plain_characters_it_is_as_wide_as_before() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Texts, text =>
        {
            var safe = SafeText.Of(text);
            var ascii = SafeText.Ascii(safe);

            Assert.DoesNotContain(ascii, c => c is < ' ' or > '~');
            Assert.Equal(TextWidth.Of(safe), ascii.Length);
        }));

    private static string Letters(string text) => text.Replace(" ", "", StringComparison.Ordinal);
}
