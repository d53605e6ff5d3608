using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary>One entry of <c>steps</c>: what it is, and what every kind of step and group can say.</summary>
internal static class StepReader
{
    private static readonly ImmutableArray<(string Word, FailurePolicy Policy)> Policies =
        [("block", FailurePolicy.Block), ("continue", FailurePolicy.Continue), ("stop", FailurePolicy.Stop)];

    /// <summary>Reads a step or group.</summary>
    /// <param name="id">Its full id.</param>
    /// <param name="name">Its own name.</param>
    /// <param name="at">Where the name stands.</param>
    /// <param name="node">What stands under the name; a text alone is a command line.</param>
    /// <param name="listed">True for an item of a list, which names itself by <c>id</c>.</param>
    /// <param name="file">The file.</param>
    /// <returns>Null when nothing can be made of it, which is told.</returns>
    public static NodeSpec? Read(string id, string name, Place at, YamlNode node, bool listed, FileScope file)
    {
        var shown = $"The step '{Excerpt.Of(name)}'";
        if (node is YamlNode.Scalar { IsEmpty: false } or YamlNode.Scalar { Style: not ScalarStyle.Plain })
        {
            return CommandReader.Read(node, shown, file) is { } line
                ? ActionReader.Command(id, line, file) with { Where = at }
                : null;
        }

        if (YamlFields.Open(node, shown, listed ? WorkflowKeys.ListedStep : WorkflowKeys.Step, file.Bag) is not { } fields
            || KindOf(fields, shown) is not { } kind)
        {
            return null;
        }

        CheckKeys(fields, kind);
        var spec = Body(id, name, fields, kind, shown, file);
        var needs = NeedsReader.Read(fields);
        var condition = fields.Node("if") is { } test ? file.Texts.Expression(test, "'if'") : null;
        var title = fields.Text("title");
        var checkpoint = fields.Filled("checkpoint");
        var policy = fields.Choice("on-failure", Policies);
        var always = fields.Truth("always");
        var priority = fields.Integer("priority", -1_000_000, 1_000_000);
        if (spec is null)
        {
            return null;
        }

        if (!needs.IsEmpty)
        {
            file.Needs[id] = needs;
        }

        return spec with
        {
            Title = title ?? "",
            Condition = condition,
            Always = always ?? false,
            OnFailure = policy ?? FailurePolicy.Block,
            Priority = priority ?? 0,
            Checkpoint = checkpoint,
            Where = at,
        };
    }

    private static NodeSpec? Body(string id, string name, YamlFields fields, StepKind kind, string shown, FileScope file)
    {
        if (kind is StepKind.Group or StepKind.Used)
        {
            return GroupReader.Read(id, fields, kind, shown, file);
        }

        // A plain step for each item is a group of that one step, under the same name.
        var forEach = ForEachReader.Read(fields, file);
        var inner = fields.Has("foreach") ? $"{id}/{name}" : id;
        if (fields.Has("foreach"))
        {
            file.Reading.Count(fields.Place);
        }

        NodeSpec? step = ActionReader.Read(inner, fields, kind, file);
        if (step is StepSpec plain && fields.Has("chunks"))
        {
            step = ChunksReader.Read(plain, fields, file);
        }

        return step is null || !fields.Has("foreach") ? step : new GroupSpec
        {
            Id = id,
            ForEach = forEach,
            MaxParallel = fields.Integer("max-parallel", 1, 1_000_000),
            FailFast = fields.Truth("fail-fast") ?? false,
            Members = [step with { Where = fields.Place }],
        };
    }

    /// <summary>What the step does, by the one key that says so.</summary>
    private static StepKind? KindOf(YamlFields fields, string shown)
    {
        var actions = WorkflowKeys.Actions.Where(action => fields.Has(action.Key)).ToArray();
        switch (actions)
        {
            case [("uses", _)]:
                return fields.Node("uses") is YamlNode.Scalar used && UsedFile.IsPath(used.Text) ? StepKind.Used : StepKind.Registered;
            case [var (_, kind)]:
                return kind;
            case [] when fields.Has("prompt"):
                return StepKind.Agent;
            case []:
                if (!fields.HasUnknownKeys)
                {
                    fields.Bag.Error(
                        WorkflowCodes.NoAction, fields.Place, $"{shown} does nothing.",
                        $"A step has one of {YamlShapes.Either([.. WorkflowKeys.Actions.Select(action => action.Key)])}.",
                        "Write what it does, such as 'run: make'.");
                }

                return null;
            default:
                var (first, second) = (fields.Names.First(IsAction), fields.Names.Where(IsAction).ElementAt(1));
                fields.Bag.Error(
                    WorkflowCodes.SeveralActions, fields.KeyPlace(second), $"{shown} has '{first}' and '{second}'.",
                    "A step does one thing.", "Make two steps of it.");
                return null;
        }
    }

    private static bool IsAction(string key) => WorkflowKeys.Actions.Any(action => action.Key == key);

    /// <summary>Tells keys that this kind of step does not have.</summary>
    private static void CheckKeys(YamlFields fields, StepKind kind)
    {
        foreach (var key in fields.Names)
        {
            if (WorkflowKeys.OnlyFor.TryGetValue(key, out var kinds) && !kinds.Contains(kind))
            {
                fields.Bag.Error(
                    WorkflowCodes.KeyOfAnotherKind, fields.KeyPlace(key), $"'{key}' means nothing for {WorkflowKeys.Word(kind)}.",
                    $"It is for {string.Join(", ", kinds.Select(WorkflowKeys.Word))}.", "Remove it.");
            }
            else if (key is "max-parallel" or "fail-fast" && kind is not (StepKind.Group or StepKind.Used) && !fields.Has("foreach"))
            {
                fields.Bag.Error(
                    WorkflowCodes.KeyOfAnotherKind, fields.KeyPlace(key), $"'{key}' means nothing for a single step.",
                    "It is for groups and for steps with 'foreach'.", "Remove it.");
            }
            else if (key is "as" && !fields.Has("foreach"))
            {
                fields.Bag.Error(
                    TextCodes.KeysClash, fields.KeyPlace(key), "'as' stands here without 'foreach'.", "It names the item of a 'foreach'.",
                    "Add 'foreach', or remove it.");
            }
        }
    }
}
