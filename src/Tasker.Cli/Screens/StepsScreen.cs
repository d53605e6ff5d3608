using System.Collections.Immutable;
using Tasker.Cli.Diagnosing;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Formats.Steps.Journal;

namespace Tasker.Cli.Screens;

/// <summary>The screen of a run of steps: its lines are written by the projection of the steps; this one tells what is beside them and the end.</summary>
/// <param name="parts">What the screen is made with.</param>
/// <param name="json">True: standard output holds JSON only.</param>
internal sealed class StepsScreen(ScreenParts parts, bool json) : IRunScreen
{
    private TextWriter Text => json ? parts.Session.Error : parts.Session.Out;

    public ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Progress(int node, string text)
    {
    }

    public void Report(string text) => parts.Session.Error.WriteLine(text);

    public void Stopping() => parts.Session.Error.WriteLine("Stopping: commands are asked to stop, agents go on; Ctrl-C once more ends all at once.");

    public void End(RunState run, bool interrupted, ImmutableArray<Diagnostic> shortfalls)
    {
        if (json)
        {
            parts.Session.Out.WriteLine(JsonText.Raw(
                writer => StepsReport.WriteJson(writer, run, more => DiagnosticsJson.WriteSome(more, "shortfalls", shortfalls))));
        }

        if (run.Status is RunStatus.Succeeded)
        {
            return; // The lines of the steps have said it.
        }

        foreach (var line in RunSummary.Lines(run, interrupted, parts, json ? parts.Session.ErrorInk : parts.Session.OutInk))
        {
            Text.WriteLine(line);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
