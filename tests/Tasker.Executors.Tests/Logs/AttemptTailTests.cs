using System.Text;
using Tasker.Executors.Logs;
using Tasker.Executors.Processes;

namespace Tasker.Executors.Tests.Logs;

/// <summary>What an attempt prints is read as it comes and once, whatever happens to its files meanwhile.</summary>
public sealed class AttemptTailTests : IDisposable
{
    private const string Secret = "sesame-opens";

    private static readonly SecretMask Mask = SecretMask.Of([Secret]);

    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-tail-").FullName;
    private readonly AttemptTail _tail;

    public AttemptTailTests() => _tail = new AttemptTail(LogPath, Mask);

    private string LogPath => Path.Combine(_folder, "a.1.log");

    public void Dispose()
    {
        _tail.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Both_outputs_are_read_as_they_come_and_the_joined_one_is_not_read_again()
    {
        Assert.Empty(New());
        using var turn = Begin(1);
        Print(turn.Stderr, "warn 1\n");
        Print(turn.Stdout, "out 1\nout ");
        Assert.Equal(["warn 1", "out 1"], New());
        Print(turn.Stdout, "2\nout 3");
        Print(turn.Stderr, "warn 2\n");
        Assert.Equal(["warn 2", "out 2"], New());

        turn.Finish(Plan(1));

        Assert.Equal(["out 3"], New());
        Assert.Empty(New(ended: true));
        Assert.Equal("warn 1\nwarn 2\nout 1\nout 2\nout 3", File.ReadAllText(LogPath));
    }

    [Fact]
    public void What_came_before_and_during_the_move_is_read_once()
    {
        using var turn = Begin(1);
        Print(turn.Stdout, "out 1\n");
        Assert.Equal(["out 1"], New());
        Print(turn.Stderr, "warn\n");
        Print(turn.Stdout, "out 2\n");

        turn.Finish(Plan(1));

        Assert.Equal(["warn", "out 2"], New(ended: true));
    }

    [Fact]
    public void Who_comes_after_the_end_gets_the_final_log()
    {
        using (var turn = Begin(1))
        {
            Print(turn.Stderr, $"warn {Secret}\n");
            Print(turn.Stdout, $"out {Secret}\n");
            turn.Finish(Plan(1, Mask));
        }

        Assert.Equal(["warn ***", "out ***"], New(ended: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_log_that_is_replaced_by_one_without_secrets_goes_on_with_the_next_turn(bool isLookedAtBetween)
    {
        using (var first = Begin(1))
        {
            Print(first.Stderr, $"warn {Secret} 1\n");
            Print(first.Stdout, $"out {Secret} 1\n");
            Assert.Equal(["warn *** 1", "out *** 1"], New());
            Print(first.Stderr, $"late {Secret}\n");
            first.Finish(Plan(1, Mask));
        }

        List<string> seen = isLookedAtBetween ? New() : [];
        using var second = Begin(2);
        Print(second.Stderr, "warn 2\n");
        Print(second.Stdout, "out 2\n");
        seen = [.. seen, .. New()];
        Print(second.Stdout, "out 3\n");
        second.Finish(Plan(2, Mask));

        Assert.Equal(["late ***", "warn 2", "out 2", "out 3"], [.. seen, .. New(ended: true)]);
    }

    [Fact]
    public void A_turn_that_said_nothing_by_itself_does_not_hide_the_next_one()
    {
        using (var first = Begin(1))
        {
            Print(first.Stderr, $"not here: {Secret}\n");
            Assert.Equal(["not here: ***"], New());
            first.Finish(Plan(1, Mask));
        }

        using var second = Begin(2);
        Print(second.Stderr, "asked another\n");
        Print(second.Stdout, "yes\n");
        second.Finish(Plan(2, Mask));

        Assert.Equal(["asked another", "yes"], New(ended: true));
    }

    [Fact]
    public void A_turn_that_was_over_before_it_was_looked_at_is_read_from_the_log()
    {
        using (var first = Begin(1))
        {
            Print(first.Stdout, "out 1\n");
            Assert.Equal(["out 1"], New());
            first.Finish(Plan(1));
        }

        using (var second = Begin(2))
        {
            Print(second.Stderr, "warn 2\n");
            Print(second.Stdout, "out 2\n");
            second.Finish(Plan(2));
        }

        using var third = Begin(3);
        Print(third.Stdout, "out 3\n");
        third.Finish(Plan(3));

        Assert.Equal(["warn 2", "out 2", "out 3"], New(ended: true));
    }

    [Fact]
    public void An_owner_that_died_halfway_through_the_join_leaves_nothing_twice()
    {
        using (var turn = Begin(1))
        {
            Print(turn.Stderr, "warn\n");
            Print(turn.Stdout, "out 1\nout 2\n");
        }

        JoinMark.Begin(JoinMark.PathOf(Plan(1).StdoutPath), "warn\n".Length);
        File.AppendAllText(LogPath, "out 1\nou");
        Assert.Equal(["warn", "out 1", "out 2"], New());

        using var again = AttemptLogs.OpenAgain(Plan(1));
        again.Finish(Plan(1));

        Assert.Empty(New(ended: true));
        Assert.Equal("warn\nout 1\nout 2\n", File.ReadAllText(LogPath));
    }

    [Fact]
    public void Much_output_is_read_to_the_last_line()
    {
        using var turn = Begin(1);
        var expected = Enumerable.Range(0, 60_000).Select(i => $"line {i} of many, long enough to fill more than one piece").ToList();
        Print(turn.Stdout, string.Concat(expected.Select(line => line + "\n")));
        var seen = New();
        turn.Finish(Plan(1));

        Assert.Equal(expected, [.. seen, .. New(ended: true)]);
    }

    private static void Print(LogFile? file, string text) => file!.Append(Encoding.UTF8.GetBytes(text));

    private AttemptLogs Begin(int turn) => AttemptLogs.Open(Plan(turn));

    private AttemptPlan Plan(int turn, SecretMask? mask = null) => new()
    {
        Arguments = ["true"],
        Environment = new StepEnvironment([], "", mask ?? SecretMask.None),
        Directory = _folder,
        Markers = [],
        LogPath = LogPath,
        OutputPath = LogPath + ".output",
        LogLimit = long.MaxValue,
        Grace = TimeSpan.Zero,
        Stdout = StdoutPart.Tail,
        Suffix = TurnFiles.Suffix(turn),
    };

    private List<string> New(bool ended = false)
    {
        var all = new List<string>();
        while (_tail.ReadNew(ended) is { Count: > 0 } lines)
        {
            all.AddRange(lines);
        }

        return all;
    }
}
