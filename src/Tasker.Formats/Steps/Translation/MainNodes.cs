using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Workflows;
using Tasker.Formats.Steps.Definitions;

namespace Tasker.Formats.Steps.Translation;

/// <summary>The minimal test and the main work of a step.</summary>
internal static class MainNodes
{
    private const int DefaultChunkRetries = 2;

    /// <summary>
    /// Asks a command whether there is enough. Its answer is an output, so that "not yet" is no failure; the command is handed over as an argument
    /// and its own output goes to the log.
    /// </summary>
    private const string EnoughTest = "if sh -c \"$1\"; then e=yes; else e=no; fi; echo \"enough=$e\" >> \"$TASKER_OUTPUT\"";

    private static readonly TimeSpan ChunkDelay = TimeSpan.FromSeconds(5);

    /// <summary>The minimal test: the declared one, the agent, or what the kind of script allows. There always is one.</summary>
    public static StepSpec Test(StepWork work)
    {
        var id = $"{work.Id}/test";
        var env = work.Env(("TASKER_TEST", "1"), ("TASKER_SAMPLE", "2"));
        var limit = work.Source.Settings.TestLimit;
        return (work.Main.Test, work.Worker) switch
        {
            ({ } test, _) => work.Run(id, "minimal test", Line(test.Command), test.Timeout ?? limit, StepPhase.Test, StepPart.Test, env) with { Where = test.Where },
            (_, Worker.Agent agent) => work.Ask(agent.Who, id, "minimal test", StepPrompts.Test(work), limit, StepPhase.Test, StepPart.Test, env),
            (_, Worker.Script { Tester: { } tester }) => work.Ask(tester, id, "minimal test", StepPrompts.Test(work), limit, StepPhase.Test, StepPart.Test, env),
            (_, Worker.Script script) => work.Run(id, "minimal test", script.Command.Test, limit, StepPhase.Test, StepPart.Test, env),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The main work: one step, or a group of them.</summary>
    public static NodeSpec Main(StepWork work) => work.Main.Mode switch
    {
        MainMode.Chunked => Chunked(work),
        MainMode.Streaming => Streaming(work),
        _ => Whole(work),
    };

    private static StepSpec Whole(StepWork work)
    {
        var main = work.Main;
        var background = main.Mode is MainMode.Background;
        var step = Work(work, $"{work.Id}/main", StepPrompts.Main(work), work.Env());
        return step with
        {
            Title = Texts.Short(work.Objective),
            TimeLimit = background ? main.MaxTime : Limit(work),
            Background = background ? new BackgroundSpec(BackgroundEnd.Wait, main.Ready, Limit(work)) : null,
            Outputs = [.. main.Outputs.Select((path, i) => new OutputSpec(string.Create(CultureInfo.InvariantCulture, $"output-{i + 1}"), OutputKind.File, Texts.Literal(path)))],
        };
    }

    private static GroupSpec Chunked(StepWork work)
    {
        var main = work.Main;
        var agent = (work.Worker as Worker.Agent)?.Who;
        var plan = new ChunkPlan(main.Chunks, main.CheckpointEvery, RetryPolicy.Times(1 + (main.ChunkRetries ?? DefaultChunkRetries), ChunkDelay));
        Func<ChunkPiece, StepSpec>? check = (main.QualityCheck, agent) switch
        {
            ({ } command, _) => chunk => work.Run(chunk.Id, "", Line(command.Command), command.Timeout ?? Limit(work), StepPhase.Main, StepPart.Quality, Env(work, chunk)),
            (_, { } judge) when !work.Criteria.IsEmpty =>
                chunk => work.Ask(judge, chunk.Id, "", StepPrompts.Quality(work, chunk), Limit(work), StepPhase.Main, StepPart.Quality, Env(work, chunk)),
            _ => null,
        };
        Func<ChunkPiece, StepSpec>? fix = (main.Fix, agent) switch
        {
            ({ } command, _) => chunk => work.Run(chunk.Id, "", Line(command.Command), command.Timeout ?? Limit(work), StepPhase.Main, StepPart.Fix, Env(work, chunk)),
            (_, { } mender) => chunk => work.Ask(mender, chunk.Id, "", StepPrompts.Fix(work, chunk), Limit(work), StepPhase.Main, StepPart.Fix, Env(work, chunk)),
            _ => null,
        };
        return Chunks.Expand(Frame(work), plan, piece => Work(work, piece.Id, StepPrompts.Piece(work, piece), Env(work, piece)), check, fix);
    }

    private static GroupSpec Streaming(StepWork work)
    {
        var (id, count, size) = ($"{work.Id}/main", work.Main.Batches, work.Main.BatchSize);
        var members = ImmutableArray.CreateBuilder<NodeSpec>();
        for (var i = 1; i <= count; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            var batch = new ChunkPiece($"{id}/batch-{number}", i, count, (long)(i - 1) * size, size, (long)count * size);
            var before = $"steps['enough-{(i - 1).ToString(CultureInfo.InvariantCulture)}']";
            members.Add(Work(work, batch.Id, StepPrompts.Piece(work, batch), Env(work, batch)) with
            {
                Title = $"batch {number} of {count.ToString(CultureInfo.InvariantCulture)}",
                // A question that was not answered in time is a "not yet"; one that was passed over means that there was enough before.
                Condition = i == 1 || work.Main.Enough is null
                    ? null
                    : $"{before}.status == 'failed' or ({before}.status == 'succeeded' and {before}.outputs.enough == 'no')",
            });
            if (work.Main.Enough is { } enough && i < count)
            {
                var command = CommandSpec.Exec("sh", "-c", EnoughTest, "tasker-enough", Texts.Literal(enough.Command));
                members.Add(work.Run(
                    $"{id}/enough-{number}", $"enough after {batch.End}?", command, enough.Timeout ?? CheckNodes.Cap, StepPhase.Main, StepPart.Enough, Env(work, batch)) with
                {
                    Outputs = [new OutputSpec("enough", OutputKind.Reported)],
                    Condition = i == 1 ? null : $"steps['batch-{number}'].status == 'succeeded'",
                    OnFailure = FailurePolicy.Continue,
                    Where = enough.Where,
                });
            }
        }

        return Frame(work) with { Order = GroupOrder.Sequence, Members = members.ToImmutable() };
    }

    /// <summary>One step that does work, by whoever does it, with the monitors beside it.</summary>
    private static StepSpec Work(StepWork work, string id, string prompt, ImmutableSortedDictionary<string, string> env)
    {
        var step = work.Worker switch
        {
            Worker.Agent agent => work.Ask(agent.Who, id, work.Objective, prompt, Limit(work), StepPhase.Main, StepPart.Work, env),
            Worker.Script script => work.Run(id, script.Shown, script.Command.Command, Limit(work), StepPhase.Main, StepPart.Work, env),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return step with { Monitors = Monitors(work) };
    }

    private static GroupSpec Frame(StepWork work) => new()
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

    private static CommandSpec Line(string command) => CommandSpec.Shell(Texts.Literal(command));
}
