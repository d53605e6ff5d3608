using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Templates;
using Tasker.Core.Tests.Expressions;

namespace Tasker.Core.Tests.Templates;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("make -j2 all", "make|-j2|all")]
    [InlineData("  make\tall \n", "make|all")]
    [InlineData("\n\nmake\n\n", "make")]
    [InlineData("cc -o 'my prog' \"a b.c\"", "cc|-o|my prog|a b.c")]
    [InlineData("a'b'\"c\"d ''", "abcd|")]
    [InlineData("p a\\ b \\'c\\\" \\\\", "p|a b|'c\"|\\")]
    [InlineData("p \"a\\\"b\\\\c\\d\\$\\`\"", "p|a\"b\\c\\d$`")]
    [InlineData("p 'a\\b$c`d'", "p|a\\b$c`d")]
    [InlineData("p 'two\nlines'", "p|two\nlines")]
    [InlineData("p a#b --x=1 a,b:c@d%e+f^g!", "p|a#b|--x=1|a,b:c@d%e+f^g!")]
    [InlineData("./build.sh überall", "./build.sh|überall")]
    [InlineData("/bin/echo -n 'a\\n'", "/bin/echo|-n|a\\n")]
    [InlineData("echo hello", "echo|hello")]
    [InlineData("true", "true")]
    public void A_plain_command_is_split_into_its_words(string line, string words) =>
        Assert.Equal(words.Split('|'), CommandLine.Split(line));

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("a | b")]
    [InlineData("a && b")]
    [InlineData("a; b")]
    [InlineData("a\nb")]
    [InlineData("a &")]
    [InlineData("a > f")]
    [InlineData("a 2>&1")]
    [InlineData("a < f")]
    [InlineData("(a)")]
    [InlineData("{ a; }")]
    [InlineData("a $HOME")]
    [InlineData("a \"$HOME\"")]
    [InlineData("a `b`")]
    [InlineData("a \"`b`\"")]
    [InlineData("ls *.c")]
    [InlineData("ls ?.c")]
    [InlineData("ls [a-z].c")]
    [InlineData("ls ~")]
    [InlineData("ls {a,b}")]
    [InlineData("a # comment")]
    [InlineData("# comment")]
    [InlineData("A=1 b")]
    [InlineData("a \\\n b")]
    [InlineData("a \\")]
    [InlineData("a 'b")]
    [InlineData("a \"b")]
    [InlineData("a\0")]
    [InlineData("a\r\n")]
    [InlineData("'' a")]
    [InlineData("%1")]
    [InlineData("cd x")]
    [InlineData("'cd' x")]
    [InlineData("exit 3")]
    [InlineData("export A=1")]
    [InlineData("set -e")]
    [InlineData(". ./env")]
    [InlineData(": x")]
    [InlineData("! a")]
    [InlineData("if a")]
    [InlineData("[ -f x ]")]
    [InlineData("test a == b")]
    [InlineData("time make")]
    [InlineData("echo -n a")]
    [InlineData("echo 'a\\nb'")]
    public void What_needs_a_shell_is_left_to_one(string line) => Assert.Null(CommandLine.Split(line));

    [Theory]
    [InlineData("exit")]
    [InlineData("source x")]
    [InlineData("eval x")]
    [InlineData("exec x")]
    [InlineData("trap x")]
    [InlineData("ulimit -n")]
    [InlineData("umask 0")]
    [InlineData("unset x")]
    [InlineData("wait")]
    [InlineData("read x")]
    [InlineData("alias x")]
    [InlineData("command x")]
    [InlineData("type x")]
    [InlineData("for x")]
    [InlineData("while x")]
    [InlineData("case x")]
    public void A_builtin_is_no_program(string line) => Assert.Null(CommandLine.Split(line));

    [Theory]
    [InlineData("make ${{ t }}", "make|a 'b' $c")]
    [InlineData("make x${{ t }}y '${{ n }}' \"${{ n }}${{ t }}\"", "make|xa 'b' $cy|7|7a 'b' $c")]
    [InlineData("make '' $${{", null)]
    [InlineData("${{ t }} x", null)]
    [InlineData("echo ${{ t }}", null)]
    [InlineData("make \\${{ t }}", null)]
    [InlineData("make ${{ t }} | x", null)]
    public void A_template_fills_in_part_of_one_argument(string line, string? words)
    {
        var scope = new MapScope("""{ "t": "a 'b' $c", "n": 7 }""");
        var split = CommandLine.Split(Template.Parse(line, default).Value!);

        Assert.Equal(words?.Split('|'), split?.Select(w => w.Render(scope).Text));
    }

    [Fact]
    public void A_plain_line_is_split_as_real_shells_split_it()
    {
        string[] pieces =
        [
            "a", "b c", " ", "  ", "\t", "'", "'", "\"", "\"", "\\", "\\\\", "$", "`", "#", "~", "=", "!", "%", "^", "-", "--x=1", "{", "}",
            "]", "*", ":", ",",
            "@", "+", "/", ".", "é", "\u00a0", "\n", "'a b'", "\"c d\"", "''", "\\'", "\\\"", "\\ ", "if", "cd", "%s", "\\n", "1", "\u0001",
            "\r",
        ];
        var lines = Gen.Elements(pieces).ArrayOf().Select(p => string.Concat(p)).Where(l => CommandLine.Split("p " + l) is not null)
            .ArrayOf(30);
        foreach (var shell in Shells.All)
        {
            Prop.ForAll(lines.ToArbitrary(), batch =>
            {
                var script = string.Concat(batch.Select(line => $"printf '%s\\0' p {line}\nprintf '\\001\\0'\n"));
                var expected = string.Concat(
                    batch.Select(line => string.Concat(CommandLine.Split("p " + line)!.Value.Select(w => w + "\0")) + "\u0001\0"));
                Assert.Equal(expected, Shells.Run(shell, script).Output);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
        }
    }
}
