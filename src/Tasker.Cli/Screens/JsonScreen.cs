using System.Collections.Immutable;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Hosting;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Executors.Logs;
using Tasker.Formats.PhaseTasks.Results;
using Tasker.Formats.PhaseTasks.Translation;

namespace Tasker.Cli.Screens;

/// <summary>Each fact as one line of JSON on standard output, then the result; failures as text on standard error.</summary>
/// <param name="writer">Standard output.</param>
/// <param name="text">Standard error.</param>
/// <param name="mask">What must not be shown.</param>
internal sealed class JsonScreen(TextWriter writer, IRunScreen text, SecretMask mask) : IRunScreen
{
    public async ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken)
    {
        Write(view, 0, facts);
        await text.RecoverAsync(view, facts, cancellationToken);
    }

    public async ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken)
    {
        Write(view, position, facts);
        await text.ApplyAsync(view, position, facts, changes, cancellationToken);
    }

    public void Progress(int node, string text)
    {
    }

    public void Report(string report) => text.Report(report);

    public void Stopping() => text.Stopping();

    public void End(RunState run, bool interrupted, ImmutableArray<Diagnostic> shortfalls)
    {
        writer.WriteLine(JsonText.Object(json =>
        {
            json.WriteString("run", run.RunId);
            json.WriteString("result", interrupted ? "interrupted" : RunOutcome.JsonWord(run.Status));
            json.WriteString("message", mask.Apply(run.Message));
            json.WriteStartObject("steps");
            foreach (var status in Enum.GetValues<NodeStatus>())
            {
                if (run.StepsThat(status) is > 0 and var count)
                {
                    json.WriteNumber(RunOutcome.Word(status), count);
                }
            }

            json.WriteEndObject();
            if (run.Workflow.FrontDoor == PhaseTranslator.FrontDoor)
            {
                json.WritePropertyName("execution");
                ValueJson.Write(json, mask.Apply(PhaseExecution.Of(run).Result()));
            }

            DiagnosticsJson.WriteSome(json, "shortfalls", shortfalls);
        }));
        writer.Flush();
        text.End(run, interrupted, shortfalls);
    }

    public ValueTask DisposeAsync() => text.DisposeAsync();

    private void Write(RunState view, long position, IReadOnlyList<RunFact> facts)
    {
        foreach (var fact in facts)
        {
            writer.WriteLine(FactJson.Write(MaskedFact.Of(fact, mask), position++, view.IdOf));
        }
    }
}
