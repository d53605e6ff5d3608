using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Workflows;
using Tasker.Formats.Steps.Definitions;

namespace Tasker.Formats.Steps.Translation;

/// <summary>The minimal test and the main work of a step.</summary>
internal static class MainNodes
{
    private const int DefaultChunkRetries = 2;

    /// <summary>Examples of a minimal test.</summary>
    private const string Examples = "2";

    /// <summary>
    /// Asks a command whether there is enough. Its answer is an output, so that "not yet" is no failure; the command
    /// is handed over as an argument
    /// and its own output goes to the log.
    /// </summary>
    private const string EnoughTest = "if sh -c \"$1\"; then e=yes; else e=no; fi; echo \"enough=$e\" >> \"$TASKER_OUTPUT\"";

    private static readonly TimeSpan ChunkDelay = TimeSpan.FromSeconds(5);

    /// <summary>The minimal test: the declared one, the agent, or what the kind of script allows. There always is
    /// one.</summary>
    public static StepSpec Test(StepWork work)
    {
        var id = $"{work.Id}/test";
        var env = work.Env(("TASKER_TEST", "1"), ("TASKER_SAMPLE", Examples));
        var frame = new StepFrame(id, "minimal test", StepPhase.Test, StepPart.Test,
            work.Main.Test?.Timeout ?? work.Source.Settings.TestLimit, env);
        var tester = Named(work);
        return (work.Main.Test, tester, work.Worker) switch
        {
            ({ } test, _, _) => Sampled(work.Run(frame, Line(test.Command)) with { Where = test.Where }),
            (_, { } agent, _) => Sampled(work.Ask(frame, agent, StepPrompts.Test(work))),
            (_, _, Worker.Script script) => work.Run(frame, script.Command.Test),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>A test that tries the work itself, with a few examples.</summary>
    private static StepSpec Sampled(StepSpec test) =>
        test with { Labels = test.Labels.Add(StepLabels.Sample, Examples) };

    /// <summary>The main work: one step, or a group of them.</summary>
    public static NodeSpec Main(StepWork work) => work.Main.Mode switch
    {
        MainMode.Chunked => Chunked(work),
        MainMode.Streaming => Streaming(work),
        _ => Single(work),
    };

    private static StepSpec Single(StepWork work)
    {
        var main = work.Main;
        var background = main.Mode is MainMode.Background;
        var step = Work(work, $"{work.Id}/main", StepPrompts.Main(work), work.Env());
        return step with
        {
            Title = Texts.Short(work.Objective),
            TimeLimit = background ? main.MaxTime : Limit(work),
            Background = background ? new BackgroundSpec(BackgroundEnd.Wait, main.Ready, Limit(work)) : null,
            Outputs = [.. main.Outputs.Select((path, i) =>
                new OutputSpec($"output-{Number(i + 1)}", OutputKind.File, Texts.Literal(path)))],
        };
    }

    private static GroupSpec Chunked(StepWork work)
    {
        var main = work.Main;
        var agent = Named(work);
        var plan = new ChunkPlan(main.Chunks, main.CheckpointEvery,
            RetryPolicy.Times(1 + (main.ChunkRetries ?? DefaultChunkRetries), ChunkDelay));
        StepFrame Frame(ChunkPiece chunk, string part, TimedCommand? command) =>
            new(chunk.Id, "", StepPhase.Main, part, command?.Timeout ?? Limit(work), Env(work, chunk));
        Func<ChunkPiece, StepSpec>? check = (main.QualityCheck, agent) switch
        {
            ({ } command, _) => chunk => work.Run(Frame(chunk, StepPart.Quality, command), Line(command.Command)),
            (_, { } judge) when !work.Criteria.IsEmpty =>
                chunk => work.Ask(Frame(chunk, StepPart.Quality, null), judge, StepPrompts.Quality(work, chunk)),
            _ => null,
        };
        Func<ChunkPiece, StepSpec>? fix = (main.Fix, agent) switch
        {
            ({ } command, _) => chunk => work.Run(Frame(chunk, StepPart.Fix, command), Line(command.Command)),
            (_, { } mender) => chunk => work.Ask(Frame(chunk, StepPart.Fix, null), mender,
                StepPrompts.Fix(work, chunk)),
            _ => null,
        };
        StepSpec Piece(ChunkPiece piece) => Work(work, piece.Id, StepPrompts.Piece(work, piece), Env(work, piece));
        return Chunks.Expand(Group(work), plan, Piece, check, fix);
    }

    private static GroupSpec Streaming(StepWork work)
    {
        var (id, count, size) = ($"{work.Id}/main", work.Main.Batches, work.Main.BatchSize);
        var members = ImmutableArray.CreateBuilder<NodeSpec>();
        for (var i = 1; i <= count; i++)
        {
            var number = Number(i);
            var batch = new ChunkPiece($"{id}/batch-{number}", i, count, (long)(i - 1) * size, size,
                (long)count * size);
            var before = $"steps['enough-{Number(i - 1)}']";
            members.Add(Work(work, batch.Id, StepPrompts.Piece(work, batch), Env(work, batch)) with
            {
                Title = $"batch {number} of {Number(count)}",
                // A question that was not answered in time is a "not yet"; one that was passed over means that there was enough before.
                Condition = i == 1 || work.Main.Enough is null
                    ? null
                    : $"{before}.status == 'failed' or ({before}.status == 'succeeded' and {before}.outputs.enough == 'no')",
            });
            if (work.Main.Enough is { } enough && i < count)
            {
                var command = CommandSpec.Exec("sh", "-c", EnoughTest, "tasker-enough", Texts.Literal(enough.Command));
                var frame = new StepFrame(
                    $"{id}/enough-{number}", $"enough after {batch.End}?", StepPhase.Main, StepPart.Enough,
                    enough.Timeout ?? CheckNodes.Cap, Env(work, batch));
                members.Add(work.Run(frame, command) with
                {
                    Outputs = [new OutputSpec("enough", OutputKind.Reported)],
                    Condition = i == 1 ? null : $"steps['batch-{number}'].status == 'succeeded'",
                    OnFailure = FailurePolicy.Continue,
                    Where = enough.Where,
                });
            }
        }

        return Group(work) with { Order = GroupOrder.Sequence, Members = members.ToImmutable() };
    }

    /// <summary>One step that does work, by whoever does it, with the monitors beside it.</summary>
    private static StepSpec Work(StepWork work, string id, string prompt, ImmutableSortedDictionary<string, string> env)
    {
        var frame = new StepFrame(id, work.Objective, StepPhase.Main, StepPart.Work, Limit(work), env);
        var step = work.Worker switch
        {
            Worker.Agent agent => work.Ask(frame, agent.Who, prompt),
            Worker.Script script => work.Run(frame, script.Command.Command),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return step with { Monitors = Monitors(work) };
    }

    /// <summary>The group that a work of several pieces becomes.</summary>
    private static GroupSpec Group(StepWork work) => new()
    {
        Id = $"{work.Id}/main",
        Title = Texts.Short(work.Objective),
        Labels = StepLabels.Of(StepPhase.Main, StepPart.Group),
        Where = work.Main.Where,
    };

    private static ImmutableArray<MonitorSpec> Monitors(StepWork work) =>
    [
        .. work.Definition.Monitors.Select(monitor => new MonitorSpec(
            monitor.Name,
            Line(monitor.Command) with { Env = work.Env(), PassEnv = work.PassEnv },
            monitor.Interval,
            monitor.AlertOn is { } pattern ? AlertPattern.Of(pattern) : null,
            monitor.AlertOnSuccess ? 0 : null,
            monitor.Interval < CheckNodes.Cap ? monitor.Interval : CheckNodes.Cap)),
    ];

    private static ImmutableSortedDictionary<string, string> Env(StepWork work, ChunkPiece piece) =>
        work.Env([.. piece.Env.Select(pair => (pair.Key, pair.Value))]);

    private static TimeSpan Limit(StepWork work) => work.Main.Timeout ?? work.Source.Settings.MainLimit;

    /// <summary>The agent of the step, also where a script does the work and the agent only tries, judges and
    /// mends.</summary>
    private static AgentWorker? Named(StepWork work) =>
        (work.Worker as Worker.Agent)?.Who ?? (work.Worker as Worker.Script)?.Tester;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static CommandSpec Line(string command) => CommandSpec.Shell(Texts.Literal(command));
}
