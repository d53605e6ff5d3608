using Tasker.Executors.Logs;
using Tasker.Testing.Executors;

namespace Tasker.Executors.Tests.Logs;

public sealed class LogTailTests : IDisposable
{
    private readonly Workplace _place = new();
    private readonly string _path;

    public LogTailTests() => _path = _place.At("x.log");

    public void Dispose() => _place.Dispose();

    private void Write(string text) => File.AppendAllText(_path, text);

    private LogTail Tail(bool fromEnd = false) => new(_path, SecretMask.Of(["s3cret"]), fromEnd);

    [Fact]
    public void Only_whole_lines_are_shown_and_each_once()
    {
        var tail = Tail();
        Assert.Empty(tail.ReadNew());

        Write("one\ntw");
        Assert.Equal(["one"], tail.ReadNew());
        Assert.Empty(tail.ReadNew());

        Write("o\nthree");
        Assert.Equal(["two"], tail.ReadNew());
        Assert.Equal(["three"], tail.ReadNew(ended: true));
        Assert.Empty(tail.ReadNew(ended: true));
    }

    [Theory]
    [InlineData("\u001b[31mred\u001b[0m", "\u001b[31mred\u001b[0m")]
    [InlineData("\u001b[2J\u001b[1;1Hgone", "gone")]
    [InlineData("\u001b]0;title\u0007text", "text")]
    [InlineData("\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("10%\r50%\r100%", "100%")]
    [InlineData("windows\r", "windows")]
    [InlineData("a\u0000b\u0007c\td", "abc\td")]
    [InlineData("\u009b31mx", "x")]
    [InlineData("user\u202egnp.exe", "usergnp.exe")]
    [InlineData("\u001b", "")]
    [InlineData("\u001b[", "")]
    [InlineData("\u001b]never closed", "")]
    [InlineData("a s3cret b", "a *** b")]
    [InlineData("a s3\u001b[1;1Hcret b", "a *** b")]
    public void What_a_line_could_do_to_a_terminal_is_taken_out(string written, string shown)
    {
        Write(written + "\n");

        Assert.Equal([shown], Tail().ReadNew());
    }

    [Fact]
    public void A_long_line_is_shown_by_its_beginning_before_it_has_ended()
    {
        var tail = Tail();
        Write(new string('x', 100_000));

        var line = Assert.Single(tail.ReadNew());
        Assert.Equal(new string('x', LogTail.LongestLine) + " …", line);

        Write("the rest\nnext\n");
        Assert.Equal(["next"], tail.ReadNew());
    }

    [Fact]
    public void Who_is_far_behind_is_taken_to_the_end_and_told()
    {
        var tail = Tail();
        Write("first\n");
        Assert.Equal(["first"], tail.ReadNew());
        Write(string.Concat(Enumerable.Repeat(new string('y', 99) + "\n", 30_000)));

        var lines = tail.ReadNew();

        Assert.Equal($"[tasker: {3_000_000 - 65_536} bytes not shown]", lines[0]);
        Assert.All(lines.Skip(1), l => Assert.Equal(new string('y', 99), l));
        Assert.InRange(lines.Count, 600, 700);
    }

    [Fact]
    public void From_the_end_only_what_is_near_is_shown()
    {
        Write(string.Concat(Enumerable.Repeat(new string('y', 99) + "\n", 3000)) + "last\n");

        var lines = Tail(fromEnd: true).ReadNew();

        Assert.Equal("last", lines[^1]);
        Assert.InRange(lines.Count, 600, 700);
        Assert.All(lines.SkipLast(1), l => Assert.Equal(99, l.Length));
    }

    [Fact]
    public void A_log_that_was_replaced_by_a_shorter_one_is_read_on_from_its_end()
    {
        var tail = Tail();
        Write("one\ntwo\nthree\n");
        Assert.Equal(3, tail.ReadNew().Count);
        File.WriteAllText(_path, "cut\n");
        Assert.Empty(tail.ReadNew());

        Write("more\n");

        Assert.Equal(["more"], tail.ReadNew());
    }
}
