using System.Text;
using System.Text.RegularExpressions;
using Tasker.Core.Runs;
using Tasker.Core.Times;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Executors.Logs;
using Tasker.Executors.Processes;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Monitors;

/// <summary>Runs the checks of monitors as processes of this machine.</summary>
/// <remarks>
/// <para>The alert pattern is matched line by line, upper and lower case alike, each line for at most 100 ms. It matches anywhere
/// in a line: <c>nan</c> is found in "finance" too unless it is written <c>\bnan\b</c>.</para>
/// <para>A check that fails without an alert is broken, with one exception: when an exit code is itself the alert, exit code 1 means
/// "nothing found", as <c>grep</c> has it. Only the last 1 MiB of output is looked at; a check that writes 20 times that is ended.</para>
/// </remarks>
/// <param name="host">The machine.</param>
public sealed class MonitorRunner(ProcessHost host) : IMonitorRunner
{
    private const int NothingFound = 1;
    private const int MostText = 4 << 10;
    private const long MostOutput = 1 << 20;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    private readonly AttemptRunner _runner = new(host);

    /// <inheritdoc/>
    public async Task<MonitorReport> CheckAsync(AttemptOrder order, MonitorSpec monitor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(monitor);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var folder = Path.GetFullPath(Path.Combine(order.Root, monitor.Command.WorkingDirectory));
        Regex? alert = null;
        try
        {
            alert = monitor.AlertOn is { } pattern
                ? new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchLimit)
                : null;
        }
        catch (ArgumentException e)
        {
            return Broken($"The alert pattern is no regular expression: {e.Message}");
        }

        var problem = RunPlan.CommandProblem(monitor.Command)
            ?? EnvironmentRules.Problem(order.Env.Concat(monitor.Command.Env))
            ?? RunPlan.FolderProblem(order.Root, folder);
        return problem is null ? await CheckAsync(order, monitor, folder, alert, cancellationToken) : Broken(problem);
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its name is no other check's.
        }
    }

    private static MonitorReport Broken(string text) => new(MonitorOutcome.Broken, text);

    private async Task<MonitorReport> CheckAsync(
        AttemptOrder order, MonitorSpec monitor, string folder, Regex? alert, CancellationToken cancellationToken)
    {
        var plan = Plan(order, monitor, folder);
        using var limit = new CancellationTokenSource(monitor.TimeLimit, host.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var run = await _runner.RunAsync(plan, SilentObserver.Instance, stop.Token);
            if (run.WasStopped)
            {
                return Broken(cancellationToken.IsCancellationRequested
                    ? "Stopped before it was done."
                    : $"It took longer than {DurationText.Write(monitor.TimeLimit)} and was stopped.");
            }

            return run.Failure is { } failure ? Broken(failure.Message)
                : run.Trouble is { } trouble ? Broken($"Stopped, because {trouble}.")
                : Judge(monitor, run.Exit ?? default, alert, plan);
        }
        finally
        {
            Remove(plan.LogPath);
        }
    }

    private AttemptPlan Plan(AttemptOrder order, MonitorSpec monitor, string folder)
    {
        var check = $"{order.Key} {monitor.Name} {Guid.NewGuid():N}";
        var beside = order.LogPath.Length > 0 ? order.LogPath : Path.Combine(Path.GetTempPath(), "tasker");
        return new AttemptPlan
        {
            Arguments = RunPlan.Arguments(monitor.Command),
            Environment = host.Environment.For(
                monitor.Command.PassEnv, order.Env.Concat(monitor.Command.Env), RunPlan.MonitorVariables(order, check),
                order.SecretNames),
            Directory = folder,
            Markers = [$"TASKER_MONITOR={check}"],
            LogPath = $"{beside}.check-{Guid.NewGuid():N}",
            OutputPath = "",
            LogLimit = MostOutput,
            Grace = Grace,
        };
    }

    private static MonitorReport Judge(MonitorSpec monitor, ProcessExit exit, Regex? alert, AttemptPlan plan)
    {
        var lines = Lines(plan);
        var text = Tail(lines);
        try
        {
            if ((exit.Code is { } code && code == monitor.AlertOnExit) || (alert is not null && lines.Exists(alert.IsMatch)))
            {
                return new MonitorReport(MonitorOutcome.Alert, text);
            }
        }
        catch (RegexMatchTimeoutException)
        {
            return Broken($"The alert pattern takes more than {MatchLimit.TotalMilliseconds} ms on one line.");
        }

        var isFine = exit.Code == 0 || (exit.Code == NothingFound && monitor.AlertOnExit is not null);
        return isFine
            ? new MonitorReport(MonitorOutcome.Ok, text)
            : Broken(Last($"{ExitText.Of(exit)}{(text.Length > 0 ? ": " : "")}{text}", fromStart: true));
    }

    private static List<string> Lines(AttemptPlan plan)
    {
        var tail = new LogTail(plan.LogPath, plan.Environment.Mask);
        var lines = new List<string>();
        while (tail.ReadNew(ended: true) is { Count: > 0 } more)
        {
            lines.AddRange(more);
        }

        return lines;
    }

    private static string Tail(List<string> lines) => Last(string.Join('\n', lines).Trim('\n'), fromStart: false);

    /// <summary>At most 4 KiB as UTF-8.</summary>
    private static string Last(string text, bool fromStart)
    {
        while (Encoding.UTF8.GetByteCount(text) is var bytes && bytes > MostText)
        {
            // Characters take 1 to 4 bytes, so this never cuts too much and soon enough.
            var tooMany = Math.Max(1, (bytes - MostText) / 4);
            text = fromStart ? text[..^tooMany] : text[tooMany..];
        }

        return text;
    }

    private sealed class SilentObserver : IAttemptObserver
    {
        public static SilentObserver Instance { get; } = new();

        public void Began(string handle)
        {
        }

        public void Ready()
        {
        }

        public void Progress(string text)
        {
        }

        public void Ending()
        {
        }
    }
}
