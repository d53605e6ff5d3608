using System.Globalization;
using Tasker.Core.Answers;
using Tasker.Core.Expressions;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>
/// What expressions and templates of a node can see: <c>inputs</c>, <c>env</c>, <c>steps</c>, <c>run</c>, <c>attempt</c>, and its fan-out
/// item.
/// </summary>
/// <remarks>
/// <c>steps.NAME</c> is looked up like a need: among the siblings, then the siblings of each group above, then as a full id. It is a map
/// of <c>status</c> (lower case), <c>exit</c>, <c>message</c>, <c>attempts</c> and <c>outputs</c>; of a fan-out group also <c>items</c>,
/// a list of the outputs of its copies; of an agent also <c>answer</c>, what it answered as an opinion. <c>run</c> has <c>id</c>,
/// <c>name</c> and <c>failed</c> (true once any step failed).
/// </remarks>
/// <param name="run">The run.</param>
/// <param name="node">The node whose text is evaluated.</param>
public sealed class RunScope(RunState run, int node) : IScope
{
    /// <inheritdoc/>
    public Value? Lookup(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        switch (name)
        {
            case "inputs":
                return run.Inputs;
            case "env":
                return Value.Map.From(run.Workflow.Env.Select(e => new KeyValuePair<string, Value>(e.Key, Value.Of(e.Value))));
            case "run":
                return Value.Map.From(
                [
                    new("id", Value.Of(run.RunId)), new("name", Value.Of(run.Workflow.Name)),
                    new("failed", Value.Of(run.StepsThat(NodeStatus.Failed) > 0)),
                ]);
            case "attempt":
                return Value.Of(run.AttemptsOf(node));
            case "steps":
                return Value.Map.From(Siblings().Select(n => new KeyValuePair<string, Value>(LastPart(run.IdOf(n)), Describe(n))));
        }

        for (var at = node; at >= 0; at = run.ParentOf(at))
        {
            if (run.ItemAt(at) is { } item)
            {
                if (item.As == name)
                {
                    return item.Item;
                }

                if (name == "index")
                {
                    return Value.Of(item.Index);
                }
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public Value? LookupField(string name, string field)
    {
        if (name != "steps")
        {
            return null;
        }

        var found = Resolve(field);
        return found < 0 ? Value.None : Describe(found);
    }

    private int Resolve(string name)
    {
        for (var at = run.ParentOf(node); at >= 0; at = run.ParentOf(at))
        {
            var id = run.IdOf(at);
            var found = run.Find(id.Length == 0 ? name : id + "/" + name);
            if (found >= 0)
            {
                return found;
            }
        }

        return run.Find(name);
    }

    private int[] Siblings() => run.ParentOf(node) is >= 0 and var parent ? run.MembersOf(parent).ToArray() : [];

    private Value.Map Describe(int other)
    {
        var end = run.LastEndOf(other);
        var map = Value.Map.From(
        [
            new("status", Value.Of(run.StatusOf(other).ToString().ToLower(CultureInfo.InvariantCulture))),
            new("exit", end?.ExitCode is { } code ? Value.Of(code) : Value.None),
            new("message", Value.Of(end?.Message ?? run.NoteOf(other))),
            new("attempts", Value.Of(run.AttemptsOf(other))),
            new("outputs", OutputsOf(other)),
        ]);
        if (run.SpecOf(other) is StepSpec { Action: StepAction.Agent })
        {
            return map.With("answer", Opinion.Of(run, other)?.ToValue() ?? Value.None);
        }

        return run.SpecOf(other) is GroupSpec { ForEach: not null }
            ? map.With("items", new Value.List([.. run.MembersOf(other).ToArray().Select(OutputsOf)]))
            : map;
    }

    /// <summary>
    /// Outputs of a step, or of a group: those of its members, each under the member's own name; of a lone member, its own.
    /// </summary>
    private Value OutputsOf(int other)
    {
        if (run.SpecOf(other) is StepSpec)
        {
            return run.OutputsOf(other);
        }

        var members = run.MembersOf(other).ToArray();
        return members.Length == 1
            ? OutputsOf(members[0])
            : Value.Map.From(members.Select(m => new KeyValuePair<string, Value>(LastPart(run.IdOf(m)), OutputsOf(m))));
    }

    private static string LastPart(string id) => id[(id.LastIndexOf('/') + 1)..];
}
