using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Executors.Logs;
using Tasker.Formats.PhaseTasks.Events;

namespace Tasker.Cli.Screens;

/// <summary>Each event of a task of phases as one line of JSON on standard output; failures as text on standard error.</summary>
/// <param name="writer">Standard output.</param>
/// <param name="text">Standard error.</param>
/// <param name="mask">What must not be shown.</param>
internal sealed class EventsScreen(TextWriter writer, IRunScreen text, SecretMask mask) : IRunScreen
{
    private readonly PhaseEvents _events = new(told =>
    {
        writer.WriteLine((told with { Data = mask.Apply(told.Data) }).ToJson());
        writer.Flush(); // Whoever reads them live waits for each.
    });

    public async ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken)
    {
        await _events.RecoverAsync(view, facts, cancellationToken);
        await text.RecoverAsync(view, facts, cancellationToken);
    }

    public async ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken)
    {
        await _events.ApplyAsync(view, position, facts, changes, cancellationToken);
        await text.ApplyAsync(view, position, facts, changes, cancellationToken);
    }

    public void Progress(int node, string text)
    {
    }

    public void Report(string report) => text.Report(report);

    public void Stopping() => text.Stopping();

    public void End(RunState run, bool interrupted, ImmutableArray<Diagnostic> shortfalls) => text.End(run, interrupted, shortfalls);

    public ValueTask DisposeAsync() => text.DisposeAsync();
}
