using System.Collections.Immutable;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary><c>chunks</c>: a long step that is done in pieces, with a quality check after each chunk.</summary>
internal static class ChunksReader
{
    private const int MostItems = 1_000_000_000;

    /// <summary>The group that the step becomes; the step itself when its chunks cannot be read, which is told.</summary>
    public static NodeSpec? Read(StepSpec step, YamlFields fields, FileScope file)
    {
        if (step.Background is not null)
        {
            fields.Bag.Error(
                TextCodes.KeysClash, fields.KeyPlace("background"), "A step with 'chunks' cannot be a 'background' step.",
                "A chunk is checked before the next one begins.", "Put the step into a group of its own, or remove one of the two.");
        }

        if (fields.Fields("chunks", WorkflowKeys.Chunks) is not { } chunks)
        {
            return step;
        }

        var sizes = Sizes(chunks);
        var plan = new ChunkPlan(sizes, Every(chunks), RetryReader.Read(chunks) ?? RetryPolicy.None);
        var check = Command(chunks, "check", file);
        var fix = Command(chunks, "fix", file);
        if (chunks.Has("fix") && plan.Retry.MaxAttempts == 1)
        {
            fields.Bag.Error(
                TextCodes.KeysClash, chunks.KeyPlace("fix"), "'fix' stands here, but a chunk is never done anew.",
                "It runs before a chunk is done anew.", "Add 'retry' with the number of attempts, such as 'retry: 3'.");
        }

        if (sizes.IsEmpty)
        {
            return step;
        }

        if (plan.Problem() is { } problem)
        {
            fields.Bag.Error(WorkflowCodes.BadChunks, chunks.Place, problem, "", "Choose other sizes or checkpoints.");
            return step;
        }

        var group = Chunks.Expand(
            new GroupSpec { Id = step.Id, Where = fields.Place },
            plan,
            piece => step with { Action = Told(step.Action, piece), Where = fields.Place },
            check is null ? null : piece => Beside(check, step, piece, chunks.PlaceOf("check")),
            fix is null ? null : piece => Beside(fix, step, piece, chunks.PlaceOf("fix")));
        return file.Reading.Count(chunks.Place, Size(group)) ? group : null;
    }

    private static ImmutableArray<long> Sizes(YamlFields chunks)
    {
        switch (chunks.Node("sizes"))
        {
            case null:
                if (!chunks.HasUnknownKeys)
                {
                    chunks.Bag.Error(TextCodes.MissingKey, chunks.Place, "'chunks' has no 'sizes'.", "It needs them.",
                        "Write the items of each chunk, such as 'sizes: [100, 900, 4000]'.");
                }

                return [];
            case YamlNode.List { Items.IsEmpty: false } list:
                return [.. list.Items.Select(item => (long?)YamlShapes.Integer(item, "A size", 1, MostItems, chunks.Bag)).OfType<long>()];
            case var other:
                YamlShapes.Wrong<object>(other, "'sizes'", "a list of whole numbers", chunks.Bag);
                return [];
        }
    }

    private static long? Every(YamlFields chunks) => chunks.Integer("checkpoint-every", 1, MostItems);

    private static CommandSpec? Command(YamlFields chunks, string key, FileScope file) =>
        chunks.Node(key) is { } node ? CommandReader.Read(node, $"'{key}'", file) : null;

    /// <summary>The step's own action, told its stretch.</summary>
    private static StepAction Told(StepAction action, ChunkPiece piece) => action switch
    {
        StepAction.Run run => new StepAction.Run(run.Command with { Env = run.Command.Env.SetItems(piece.Env) }),
        StepAction.Agent agent => agent with { Prompt = Filled(agent.Prompt, piece), Env = agent.Env.SetItems(piece.Env) },
        _ => action,
    };

    /// <summary>An agent sees no variables, so <c>$CHUNK_START</c> and the others are put into its prompt.</summary>
    private static string Filled(string prompt, ChunkPiece piece) =>
        piece.Env.Aggregate(prompt, (text, variable) => text.Replace("$" + variable.Key, variable.Value, StringComparison.Ordinal));

    private static StepSpec Beside(CommandSpec command, StepSpec step, ChunkPiece piece, Core.Diagnostics.Place where)
    {
        var surroundings = step.Action is StepAction.Run run ? run.Command : CommandSpec.Shell("");
        return new StepSpec
        {
            Id = piece.Id,
            Action = new StepAction.Run(command with
            {
                Env = surroundings.Env.SetItems(piece.Env),
                PassEnv = surroundings.PassEnv,
                WorkingDirectory = surroundings.WorkingDirectory,
            }),
            TimeLimit = step.TimeLimit,
            Pools = step.Pools,
            Where = where,
        };
    }

    private static int Size(GroupSpec group) => group.Members.Sum(member => member is GroupSpec inner ? 1 + Size(inner) : 1);
}
