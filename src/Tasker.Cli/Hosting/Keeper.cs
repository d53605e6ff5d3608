using System.Diagnostics;
using Tasker.Cli.Commands;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Executors.Processes;

namespace Tasker.Cli.Hosting;

/// <summary>A process of this program in the background that takes a run over and hosts it to its end.</summary>
internal static class Keeper
{
    private const string LogName = "keeper.log";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Creates a run and leaves it to a keeper.</summary>
    public static async Task<int> StartAsync(
        Session session, Plan plan, Workflow workflow, string runId, Value.Map inputs, IJournal journal, bool json, CancellationToken cancellationToken)
    {
        using (var processes = ProcessHost.Create(session.Time, session.OwnFolder))
        {
            var parts = EngineComposition.Compose(plan.Project, plan.Settings, journal, processes, session.Time, []);
            await using var host = await RunHost.CreateAsync(parts, workflow, runId, inputs, cancellationToken);
        }

        await HandOverAsync(session, plan.Project, plan.Settings, runId, journal, cancellationToken);
        if (json)
        {
            await session.Out.WriteLineAsync(JsonText.Object(writer =>
            {
                writer.WriteString("run", runId);
                writer.WriteString("result", "detached");
            }));
        }
        else
        {
            await session.Out.WriteLineAsync($"{session.OutInk.Bold(runId)} runs in the background.");
            await session.Out.WriteLineAsync(session.OutInk.Dim($"  watch it: tasker runs watch {runId}{plan.Project.Hint(session)}"));
            await session.Out.WriteLineAsync(session.OutInk.Dim($"  stop it:  tasker runs abort {runId}{plan.Project.Hint(session)}"));
        }

        return ExitCode.Done;
    }

    /// <summary>Starts a keeper for a run that nobody owns, and waits until it has the run.</summary>
    /// <exception cref="CommandException">It did not take the run.</exception>
    public static async Task HandOverAsync(Session session, Project project, ProjectSettings settings, string runId, IJournal journal, CancellationToken cancellationToken)
    {
        var folder = new LogFiles(project).FolderOf(runId);
        Directory.CreateDirectory(folder);
        var log = Path.Combine(folder, LogName);
        await StartProcessAsync(session, project, settings, runId, log, cancellationToken);
        var start = session.Time.GetTimestamp();
        while (session.Time.GetElapsedTime(start) < Patience)
        {
            if (await journal.FindAsync(runId, cancellationToken) is { } run && (run.Owner is not null || run.Summary.EndedAt is not null))
            {
                return;
            }

            await Task.Delay(Look, session.Time, cancellationToken);
        }

        throw new CommandException(
            ExitCode.Failed,
            $"Run '{runId}' is there, but the process that should host it did not take it; {session.ShortPath(log)} may say why. Host it here with 'tasker runs resume {runId}{project.Hint(session)}'.");
    }

    /// <summary>The shell only redirects and leaves; what it is handed are arguments, never text of its script.</summary>
    private static async Task StartProcessAsync(Session session, Project project, ProjectSettings settings, string runId, string log, CancellationToken cancellationToken)
    {
        var (file, before) = session.Self;
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = project.Root };
        string[] asked = settings.AsksAnew ? [PlanOptions.NoCache().Name] : [];
        string[] arguments = ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null &", "sh", log, file, .. before, "runs", "keep", .. asked, "--project", project.Root, "--", runId];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var shell = Process.Start(start) ?? throw new CommandException(ExitCode.Failed, "The background process could not be started.");
        await shell.WaitForExitAsync(cancellationToken);
    }
}
