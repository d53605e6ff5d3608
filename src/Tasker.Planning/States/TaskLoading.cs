using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.States;

/// <summary>Brings what task files define into the state; how tasks are going is kept.</summary>
/// <param name="Loaded">How many tasks are defined.</param>
/// <param name="Added">New ones, by number.</param>
/// <param name="Updated">Those whose definition changed.</param>
/// <param name="Removed">Those whose file is gone. Who had begun stays in the state and is marked.</param>
public sealed record TaskLoading(int Loaded, IReadOnlyList<string> Added, IReadOnlyList<string> Updated, IReadOnlyList<string> Removed)
{
    private const string FileIsMissing = "file_missing";

    /// <summary>Merges.</summary>
    /// <param name="state">The state; it is changed.</param>
    /// <param name="definitions">All task files; each id is there once.</param>
    /// <param name="folder">The plan that they lie in.</param>
    /// <param name="now">The time.</param>
    public static TaskLoading Merge(PlanState state, IReadOnlyList<TaskDefinition> definitions, PlanningFolder folder, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(definitions);
        ArgumentNullException.ThrowIfNull(folder);
        var (added, updated) = Bring(state, definitions, folder);
        var removed = definitions.Count < state.Tasks.Count ? Drop(state, definitions) : [];
        SetBlocks(state);
        var loading = new TaskLoading(definitions.Count, added, updated, removed);
        state.AddEvent(now, "tasks_loaded", details: new JsonObject
        {
            ["count"] = loading.Loaded,
            ["added"] = added.Count,
            ["updated"] = updated.Count,
            ["removed"] = JsonView.List(removed),
        });
        Blocking.Update(state, now);
        return loading;
    }

    /// <summary>What is defined, new or not. Tasks that are there already are looked at side by side: each stands for itself.</summary>
    private static (List<string> Added, List<string> Updated) Bring(PlanState state, IReadOnlyList<TaskDefinition> definitions, PlanningFolder folder)
    {
        var changed = new bool[definitions.Count];
        SideBySide.Do(changed.Length, i => changed[i] = state.Task(definitions[i].Id) is not { } task || Refresh(task, definitions[i], folder));
        var (added, updated) = (new List<string>(), new List<string>());
        for (var i = 0; i < changed.Length; i++)
        {
            if (!changed[i])
            {
                continue;
            }

            var definition = definitions[i];
            if (state.Task(definition.Id) is not null)
            {
                updated.Add(definition.Id);
                continue;
            }

            var task = state.Add(definition.Id, new JsonObject { ["id"] = definition.Id, ["name"] = definition.Name, ["status"] = PlanTaskStatus.Pending.Word() });
            Refresh(task, definition, folder);
            added.Add(definition.Id);
        }

        return (added, updated);
    }

    /// <summary>What is defined no longer.</summary>
    private static List<string> Drop(PlanState state, IReadOnlyList<TaskDefinition> definitions)
    {
        var removed = new List<string>();
        var defined = definitions.Select(definition => definition.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in state.Tasks.Where(task => !defined.Contains(task.Id)).ToArray())
        {
            removed.Add(gone.Id);
            if (gone.Status is PlanTaskStatus.Pending or PlanTaskStatus.Blocked && gone.Attempts == 0)
            {
                state.Remove(gone);
            }
            else
            {
                gone.Set(FileIsMissing, true);
            }
        }

        return removed;
    }

    /// <summary>The reverse of what tasks need, made anew for all of them. What needs itself or what does not exist counts for nothing.</summary>
    private static void SetBlocks(PlanState state)
    {
        var blocks = new Dictionary<string, List<string>>(state.Tasks.Count, StringComparer.Ordinal);
        foreach (var task in state.Tasks)
        {
            blocks[task.Id] = [];
        }

        foreach (var task in state.Tasks)
        {
            foreach (var need in task.DependsOn)
            {
                if (blocks.TryGetValue(need, out var list) && (list.Count == 0 || list[^1] != task.Id))
                {
                    list.Add(task.Id); // Named twice, it would be the last one of the list already.
                }
            }
        }

        foreach (var task in state.Tasks)
        {
            var blocked = blocks[task.Id];
            blocked.Sort(TaskIds.Order);
            if (!task.Look["blocks"].Lists(blocked))
            {
                task.Set("blocks", blocked);
            }
        }
    }

    /// <summary>Brings one definition in. Nodes are made for what changed alone: hardly anything does.</summary>
    private static bool Refresh(PlanTask task, TaskDefinition definition, PlanningFolder folder)
    {
        var changed = false;
        if (definition.Name is var name && !task.Look["name"].Is(name))
        {
            Put("name", name);
        }

        if (task.Number("phase") != definition.Phase)
        {
            task.Phase = definition.Phase;
            changed = true;
        }

        if (definition.DependsOn is var needs && task.Look["depends_on"].Lists(needs))
        {
            task.Know(needs);
        }
        else
        {
            task.SetDependsOn(needs);
            changed = true;
        }

        if (folder.TaskFile(definition.Id) is var file && !task.Look["file"].Is(file))
        {
            Put("file", file);
        }

        if (definition.IsSteelThread ? !task.Look["steel_thread"].IsTrue : !task.Look["steel_thread"].IsFalse)
        {
            Put("steel_thread", definition.IsSteelThread);
        }

        if (definition.DeclaredFiles is var declared && !task.Look["declared_files"].Lists(declared))
        {
            Put("declared_files", JsonView.List(declared));
        }

        if (!task.Look[FileIsMissing].IsNothing)
        {
            Put(FileIsMissing, null);
        }

        return changed;

        void Put(string field, JsonNode? value)
        {
            task.Set(field, value);
            changed = true;
        }
    }
}
