using System.Globalization;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Engine.Ports;

namespace Tasker.Executors.Processes;

/// <summary>Says how an attempt ended, from what is known of its process and what it left.</summary>
internal static class AttemptEnds
{
    /// <summary>The end of an attempt. Reads its output file, and removes it.</summary>
    /// <remarks>
    /// Of an attempt that outlives its owner it stays, beside the record of its exit: the owner may die before the end is in the
    /// journal, and the next one has to tell the same.
    /// </remarks>
    public static AttemptEnd Of(AttemptOrder order, AttemptPlan plan, AttemptRun run)
    {
        var (reported, problems) = OutputFile.Take(order.OutputPath, remove: plan.RecordPath is null);
        var end = Of(order, run, reported, problems);
        return end.Message.Length == 0 ? end : end with { Message = plan.Environment.Mask.Apply(end.Message + StillAlive(run)) };
    }

    /// <summary>The end of an attempt about which nothing is known.</summary>
    public static AttemptEnd Lost(AttemptOrder order)
    {
        OutputFile.Take(order.OutputPath, remove: true);
        return new AttemptEnd(
            AttemptOutcome.Lost, null, null, "It ended while nobody watched; how is not known.", Value.Map.Empty);
    }

    private static AttemptEnd Of(AttemptOrder order, AttemptRun run, Value.Map reported, IReadOnlyList<string> problems)
    {
        var (code, signal) = run.Exit ?? default;
        if (run.WasStopped)
        {
            var how = run.Exit is { } exit ? $"Stopped: {ExitText.Of(exit)}." : "Stopped before it began.";
            return new AttemptEnd(AttemptOutcome.Cancelled, code, signal, how, reported);
        }

        if (run.Failure is { } failure)
        {
            return new AttemptEnd(AttemptOutcome.Failed, failure.Code, null, failure.Message, Value.Map.Empty);
        }

        if (run.Trouble is { } trouble)
        {
            return new AttemptEnd(AttemptOutcome.Failed, code, signal, $"Stopped, because {trouble}.", reported);
        }

        if (code != 0)
        {
            return new AttemptEnd(AttemptOutcome.Failed, code, signal, Sentence(ExitText.Of(run.Exit ?? default)), reported);
        }

        if (order.Outputs.IsDefaultOrEmpty && reported.Names.IsEmpty && problems.Count == 0)
        {
            return AttemptEnd.Done;
        }

        var (outputs, broken) = OutputChecks.Check(order, reported, run.Stdout);
        var all = problems.Select(p => $"what it reported cannot be used: {p}").Concat(broken).ToList();
        return all.Count == 0
            ? AttemptEnd.Done with { Outputs = outputs }
            : new AttemptEnd(AttemptOutcome.Failed, code, null, Sentence(string.Join("; ", all)), outputs);
    }

    private static string StillAlive(AttemptRun run) => run.Left == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture, $" {run.Left} process(es) of it could not be ended and may still run.");

    private static string Sentence(string text) =>
        char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' or '?' ? "" : ".");
}
