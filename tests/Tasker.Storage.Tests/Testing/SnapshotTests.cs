using Tasker.Testing;
using Xunit.Sdk;

namespace Tasker.Storage.Tests.Testing;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-snapshot-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_equal_text_passes_and_takes_an_old_received_file_away()
    {
        File.WriteAllText(In("Page.Case.verified.txt"), "one\r\ntwo\n");
        File.WriteAllText(In("Page.Case.received.txt"), "old");

        Snapshot.Match("one\ntwo\n", file: In("Page.cs"), test: "Case");

        Assert.False(File.Exists(In("Page.Case.received.txt")));
    }

    [Fact]
    public void A_difference_is_shown_line_by_line_and_kept_beside()
    {
        File.WriteAllText(In("Page.Case.wide.verified.txt"), "one\ntwo\nthree\n");

        var failure = Assert.ThrowsAny<XunitException>(
            () => Snapshot.Compare("one\n2\nthree\n", In("Page.Case.wide"), accept: false));

        Assert.Contains("  one\n- two\n+ 2\n  three\n", failure.Message, StringComparison.Ordinal);
        Assert.Equal("one\n2\nthree\n", File.ReadAllText(In("Page.Case.wide.received.txt")));
        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(In("Page.Case.wide.verified.txt")));
    }

    [Fact]
    public void A_text_that_was_never_verified_fails()
    {
        var failure = Assert.ThrowsAny<XunitException>(() => Snapshot.Compare("new", In("Page.Case"), accept: false));

        Assert.Contains("Nothing is verified yet", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(In("Page.Case.verified.txt")));
    }

    [Fact]
    public void Accepting_takes_over_what_came()
    {
        File.WriteAllText(In("Page.Case.received.txt"), "old");

        Snapshot.Compare("new", In("Page.Case"), accept: true);

        Assert.Equal("new", File.ReadAllText(In("Page.Case.verified.txt")));
        Assert.False(File.Exists(In("Page.Case.received.txt")));
    }

    [Fact]
    public void A_diff_leaves_out_what_is_far_from_a_change()
    {
        var before = string.Join('\n', Enumerable.Range(1, 40));
        var after = before.Replace("\n20\n", "\ntwenty\n", StringComparison.Ordinal);

        Assert.Equal(
            "  ...\n  17\n  18\n  19\n- 20\n+ twenty\n  21\n  22\n  23\n", LineDiff.Between(before, after));
    }

    private string In(string name) => Path.Combine(_folder, name);
}
