using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Execution;

/// <summary>
/// What of the definition of a task a run freezes when it begins: what it needs and how it is checked. All the rest reaches the executor by
/// the bundle, which is made when the task starts.
/// </summary>
/// <param name="Criteria">Its acceptance criteria, in order.</param>
/// <param name="Checksum">The checksum of all of it.</param>
public sealed record FrozenDefinition(IReadOnlyList<AcceptanceCriterion> Criteria, string Checksum)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="PlanningException">The file of the task is missing or broken.</exception>
    public static FrozenDefinition Read(PlanningFolder folder, PlanTask task)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(task);
        var definition = new TaskDefinition(JsonFile.Read(folder.TaskFile(task.Id), $"The file of task {task.Id}"));
        AcceptanceCriterion[] criteria = [.. definition.AcceptanceCriteria.Select(c => new AcceptanceCriterion(c.Text("criterion") ?? "", (c.Text("verification") ?? "").Trim()))];
        var all = new JsonObject
        {
            ["needs"] = JsonView.List(task.DependsOn),
            ["criteria"] = JsonView.List(criteria.SelectMany(c => new[] { c.Name, c.Command })),
        };
        return new FrozenDefinition(criteria, Files.Checksum.Of(JsonFile.Format(all).Span));
    }
}

/// <summary>What must hold when a task is done.</summary>
/// <param name="Name">The sentence.</param>
/// <param name="Command">The command that shows it by exit code 0; empty: there is none.</param>
public sealed record AcceptanceCriterion(string Name, string Command);
