using Tasker.Core.Runs;
using Tasker.Core.Times;

namespace Tasker.Cli.Screens;

/// <summary>What screens say in the same words.</summary>
internal static class Words
{
    /// <summary>How an attempt ended: <c>exit code 1: make: *** failed</c>.</summary>
    public static string EndOf(AttemptEnd end)
    {
        var code = end.ExitCode is { } exit ? $"exit code {exit}" : end.Signal is { } signal ? $"signal {signal}" : "";
        var message = end.Message.TrimEnd('.');
        if (message.Equals(code, StringComparison.OrdinalIgnoreCase))
        {
            return code;
        }

        if (code.Length > 0 && message.Contains(code, StringComparison.OrdinalIgnoreCase))
        {
            code = "";
        }

        var text = string.Join(": ", new[] { code, message }.Where(t => t.Length > 0));
        return text.Length > 0 ? text : end.Outcome switch
        {
            AttemptOutcome.Succeeded => "done",
            AttemptOutcome.TimedOut => "time limit reached",
            AttemptOutcome.Cancelled => "stopped",
            AttemptOutcome.Lost => "lost with its owner",
            _ => "failed",
        };
    }

    /// <summary>A time span for people.</summary>
    public static string Of(TimeSpan span) => DurationText.Humanize(span);

    /// <summary>How many there are of something: <c>1 step</c>, <c>2 steps</c>.</summary>
    public static string Count(int number, string one) => $"{number} {one}{(number == 1 ? "" : "s")}";
}
