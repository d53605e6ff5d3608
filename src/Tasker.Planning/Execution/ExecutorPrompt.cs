using System.Collections.Immutable;
using Tasker.Planning.Agents;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Execution;

/// <summary>What the executor of a task is told.</summary>
public static class ExecutorPrompt
{
    /// <summary>Places of the template.</summary>
    public static IReadOnlyList<string> Places { get; } = ["TASK_ID", "TASK_NAME", "TASKER_DIR", "TARGET_DIR", "BUNDLE", "RESULT"];

    /// <summary>Those without which it could not do its work.</summary>
    public static IReadOnlyList<string> Required { get; } = ["TASK_ID", "BUNDLE", "RESULT"];

    /// <summary>Reads the template.</summary>
    /// <inheritdoc cref="PromptTemplate.Read"/>
    public static PromptTemplate Read(PlanningFolder folder) => PromptTemplate.Read(folder, ExecutionNames.Executor, Places, Required);

    /// <summary>The text for one task.</summary>
    public static string For(PromptTemplate template, ExecutionPlan plan, PlanTask task)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(task);
        return template.Fill(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TASK_ID"] = task.Id,
            ["TASK_NAME"] = task.Name.ReplaceLineEndings(" "),
            ["TASKER_DIR"] = plan.Folder.Root,
            ["TARGET_DIR"] = plan.Target,
            ["BUNDLE"] = plan.Folder.Bundle(task.Id),
            ["RESULT"] = plan.Folder.Result(task.Id),
        });
    }

    /// <summary>The same for programs that read no prose.</summary>
    public static ImmutableSortedDictionary<string, string> Variables(ExecutionPlan plan, PlanTask task)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(task);
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        variables["TASKER_DIR"] = plan.Folder.Root;
        variables["TASKER_TASK_ID"] = task.Id;
        variables["TASKER_TASK_BUNDLE"] = plan.Folder.Bundle(task.Id);
        variables["TASKER_TASK_RESULT"] = plan.Folder.Result(task.Id);
        return variables.ToImmutable();
    }
}
