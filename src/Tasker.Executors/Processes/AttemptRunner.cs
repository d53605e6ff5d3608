using System.Globalization;
using Tasker.Engine.Ports;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Processes;

/// <summary>Runs one command to its end: start, watch, stop, and the final form of its log.</summary>
internal sealed class AttemptRunner(ProcessHost host)
{
    /// <summary>Runs a command. What fails is told by the result.</summary>
    public async Task<AttemptRun> RunAsync(AttemptPlan plan, IAttemptObserver observer, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            return new AttemptRun { WasStopped = true };
        }

        AttemptLogs logs;
        try
        {
            AttemptLogs.RemoveRemains(plan);
            logs = AttemptLogs.Open(plan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new AttemptRun { Failure = new StartFailure($"The log cannot be written: {e.Message}", null) };
        }

        using (logs)
        {
            var (process, failure) = host.Starter.Start(plan, logs.Stdout, logs.Stderr);
            if (process is null)
            {
                logs.Note(failure!.Message);
                logs.Finish(plan);
                return new AttemptRun { Failure = failure };
            }

            using (process)
            {
                return await FollowAsync(plan, process, logs, observer, isOurs: true, stop);
            }
        }
    }

    /// <summary>Goes on with a command that an earlier owner started; null when its end is unknown. Nothing of it is left then.</summary>
    public async Task<AttemptRun?> ReattachAsync(
        AttemptPlan plan, AttemptHandle? handle, IAttemptObserver observer, CancellationToken stop)
    {
        using var logs = AttemptLogs.OpenAgain(plan);
        var record = handle?.RecordPath ?? plan.RecordPath;
        using var process = plan.RecordPath is null ? null : Find(plan, handle);
        if (process is not null)
        {
            var run = await FollowAsync(plan, process, logs, observer, isOurs: false, stop);
            var code = ExitRecord.Read(record!);
            return code is not null || run.WasStopped || run.Trouble is not null
                ? run with { Exit = new ProcessExit(code, null) }
                : null;
        }

        observer.Ending();
        var known = record is null ? null : ExitRecord.Read(record);
        var report = await host.Stop.StopAsync(root: null, session: null, plan.Markers, plan.Ask, plan.Grace);
        var stdout = logs.Finish(plan);
        if (record is not null && report.Others == 0)
        {
            // It may have ended between the look for it and the look at its record. What was stopped here tells how it took that: no true
            // end.
            known ??= ExitRecord.Read(record);
        }

        return known is null ? null : new AttemptRun { Exit = new ProcessExit(known, null), Stdout = stdout };
    }

    /// <summary>
    /// How a command ended before another one of its attempt began, from what it left; null when that is not known. Nothing is stopped.
    /// </summary>
    public static AttemptRun? Recall(AttemptPlan plan)
    {
        if (plan.RecordPath is null || ExitRecord.Read(plan.RecordPath) is not { } code)
        {
            return null;
        }

        try
        {
            // The log is left alone: the later command writes to it.
            var stdout = File.Exists(plan.StdoutPartPath) ? OutputPart.Read(plan.StdoutPartPath, StdoutPart.Head) : "";
            return new AttemptRun { Exit = new ProcessExit(code, null), Stdout = stdout };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// The first process: the one that the handle names; without a handle the leader of a session that carries our marker.
    /// </summary>
    private IRunningProcess? Find(AttemptPlan plan, AttemptHandle? handle)
    {
        var identity = handle?.Identity
            ?? host.Platform.Family(new FamilyQuery(null, null, plan.Markers))
                .FirstOrDefault(m => m.Identity.Pid == m.Session)?.Identity;
        return identity is { } known ? host.Platform.Watch(known) : null;
    }

    private async Task<AttemptRun> FollowAsync(
        AttemptPlan plan, IRunningProcess process, AttemptLogs logs, IAttemptObserver observer, bool isOurs, CancellationToken stop)
    {
        if (isOurs && plan.RecordPath is not null && process.Identity is { } identity)
        {
            observer.Began(new AttemptHandle(identity, plan.RecordPath).ToText());
        }

        string? trouble = null;
        var halt = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnTooMuch(string reason)
        {
            trouble = reason;
            halt.TrySetResult();
        }

        int? session = process.LeadsSession ? process.Pid : null;
        StopReport report;
        bool wasHalted;
        using (logs.Sweep(host.Sweeper, plan.LogLimit, OnTooMuch))
        using (var lines = AttemptLines.Watch(plan, host, observer))
        {
            if (plan.Background is { ReadyPattern: null })
            {
                observer.Ready();
            }

            await using (stop.UnsafeRegister(static halt => ((TaskCompletionSource)halt!).TrySetResult(), halt))
            {
                await Task.WhenAny(process.Exited, halt.Task);
            }

            observer.Ending();
            wasHalted = !process.Exited.IsCompleted;
            report = wasHalted
                ? await host.Stop.StopAsync(process, session, plan.Markers, plan.Ask, plan.Grace)
                : await TidyAsync(plan, process, session, logs);
            lines?.Look(ended: true);
        }

        // What could not be ended is not waited for.
        var exit = process.Exited.IsCompleted ? await process.Exited : ProcessExit.Unknown;
        return new AttemptRun
        {
            Exit = exit,
            WasStopped = wasHalted && stop.IsCancellationRequested,
            Trouble = wasHalted ? trouble : null,
            Left = report.Left,
            Stdout = logs.Finish(plan),
        };
    }

    /// <summary>Ends what a command left behind in its session when it ended by itself.</summary>
    private async Task<StopReport> TidyAsync(AttemptPlan plan, IRunningProcess process, int? session, AttemptLogs logs)
    {
        if (!host.Platform.SessionMayLive(process.Pid))
        {
            return default;
        }

        var report = await host.Stop.StopAsync(root: null, session, plan.Markers, Signals.Terminate, plan.Grace);
        if (report.Others > 0)
        {
            logs.Note(string.Create(
                CultureInfo.InvariantCulture, $"ended {report.Others} process(es) that the command had left behind"));
        }

        return report;
    }
}
