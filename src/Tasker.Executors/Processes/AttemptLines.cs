using System.Text.RegularExpressions;
using Tasker.Engine.Ports;
using Tasker.Executors.Logs;

namespace Tasker.Executors.Processes;

/// <summary>Reads the lines of an attempt as they come: tells them, and finds the one by which it says that it is up.</summary>
internal static class AttemptLines
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    /// <summary>Null when nobody wants to know.</summary>
    public static LineWatch? Watch(AttemptPlan plan, ProcessHost host, IAttemptObserver observer)
    {
        var ready = plan.Background?.ReadyPattern is { } pattern
            ? new Regex(pattern, RegexOptions.CultureInvariant, MatchLimit)
            : null;
        var path = plan.Stdout is StdoutPart.None ? plan.LogPath : plan.StdoutPath;
        if (path.Length == 0 || (ready is null && !plan.TellsLines))
        {
            return null;
        }

        return new LineWatch(path, plan.Environment.Mask, host.Watches, host.Time, line =>
        {
            if (plan.TellsLines)
            {
                observer.Progress(line);
            }

            if (ready is not null && Matches(ready, line))
            {
                ready = null;
                observer.Ready();
            }
        });
    }

    /// <summary>Null when the pattern is sound, else why not.</summary>
    public static string? Problem(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, MatchLimit);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    private static bool Matches(Regex pattern, string line)
    {
        try
        {
            return pattern.IsMatch(line);
        }
        catch (RegexMatchTimeoutException)
        {
            // A line that takes so long is no announcement; the next one is looked at again.
            return false;
        }
    }
}
