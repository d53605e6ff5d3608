using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Templates;

namespace Tasker.Core.Tests.Templates;

/// <summary>With real shells: a value is one piece of text wherever its template stands, and never code.</summary>
public sealed class ShellLineLaws
{
    private static readonly string[] Pieces =
    [
        "'", "\"", "`", "\\", "$", "$(touch pwned)", "`touch pwned`", "; touch pwned;", "\n", "touch pwned\n", "\r", "\t", " ", "*", "?",
        "[a]",
        "~", "&", "|", "||", ">", "> pwned", "<", "#", "!", "%s", "%n", "\\n", "${HOME}", "$HOME", "-n", "--", "EOF", "\nEOF\n", "${", "}",
        "(", ")",
        "a[$(touch pwned)]", "é", "😀", "x", "", "${TASKER_V1}", "\u0001", "\u007f", "/etc/passwd", "''", "\"\"",
    ];

    /// <summary>Each of these prints the value once, followed by <c>|</c>.</summary>
    private static readonly string[] Positions =
    [
        "printf '%s|' ${{ v }}",
        "printf '%s|' \"${{ v }}\"",
        "printf '%s|' '${{ v }}'",
        "printf '%s%s|' ''${{ v }}\"\" ''",
        "x=${{ v }}; printf '%s|' \"$x\"",
        "printf '%s|' \"$(printf '%s.' \"${{ v }}\" | sed '$s/.$//'; printf .)\" | sed '$s/\\.|$/|/'",
        "(printf '%s|' `printf '%s' 'x' > /dev/null` '${{ v }}')",
        "# it's a comment\nprintf '%s|' ${{ v }} # \"${{ v }}",
        "printf '%s' \"a\\\"'${{ v }}'\" | sed \"1s/^a\\\"'//;\\$s/'\\$/|/\"",
        "for i in ${{ v }}; do printf '%s|' \"$i\"; done",
        "case ${{ v }} in '${{ v }}') printf '%s|' \"${{ v }}\";; *) echo wrong;; esac",
        "{ cat <<EOF\n${{ v }}|\nEOF\n} | { x=$(cat); printf %s \"$x\"; }",
    ];

    [Fact]
    public void A_hostile_value_is_printed_as_it_is_and_runs_nothing()
    {
        var script = ShellLine.Parse(string.Join('\n', Positions), default).Value!;
        var value = Gen.Elements(Pieces).ArrayOf().Select(string.Concat);
        foreach (var shell in Shells.All)
        {
            Prop.ForAll(value.ToArbitrary(), any =>
            {
                var (output, left) = Shells.Run(shell, script.Script, [.. script.Variables.Select(v => (v.Name, any))]);
                Assert.Equal(string.Concat(Enumerable.Repeat(any + "|", Positions.Length)), output);
                Assert.Empty(left);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
        }
    }

    [Fact]
    public void Any_script_keeps_its_text_and_runs_no_value()
    {
        string[] words =
        [
            "echo", " ", "\n", "'", "\"", "`", "\\", "$", "$(", ")", "(", "${", "}", "$((", "))", "((", "[[ ", " ]]", "#", ";", "&&",
            "case x in", "esac",
            "<<EOF\n", "\nEOF\n", "<<'E'\n", "\nE\n", "${{ v }}", "${{ v }}", "${{ v }}", "x=", "a", "$'", ":", "for i in ", "; do ",
            " done", "eval ",
        ];
        var scripts = Gen.Elements(words).ArrayOf().Select(string.Concat).Where(s => s.Contains("${{ v }}", StringComparison.Ordinal));
        var taken = 0;
        Prop.ForAll(scripts.ToArbitrary(), script =>
        {
            if (ShellLine.Parse(script, default).Value is not { } line)
            {
                return;
            }

            foreach (var shell in taken++ < 60 ? Shells.All : [])
            {
                var (_, left) = Shells.Run(shell, line.Script,
                    [.. line.Variables.Select(v => (v.Name, "';touch pwned;\"$(touch pwned)`touch pwned`a[$(touch pwned)]"))]);
                Assert.DoesNotContain("pwned", left);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
        Assert.True(taken > 20, $"Only {taken} scripts were taken.");
    }
}
