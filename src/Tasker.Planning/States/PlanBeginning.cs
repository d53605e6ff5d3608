using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;

namespace Tasker.Planning.States;

/// <summary>Begins a plan: its folders and its state.</summary>
public static class PlanBeginning
{
    /// <summary>A state that nothing has happened in.</summary>
    /// <param name="targetDir">The directory that the plan is carried out in; absolute.</param>
    /// <param name="phase">The phase that it begins in; those before it count as skipped.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="PlanningException">There is no such phase.</exception>
    public static PlanState New(string targetDir, string phase, DateTimeOffset now)
    {
        var at = Timestamps.Text(now);
        var state = new PlanState(new JsonObject
        {
            ["version"] = PlanState.CurrentVersion,
            ["schema_revision"] = 1,
            ["phase"] = new JsonObject { ["current"] = PlanPhases.Checked(phase), ["completed"] = JsonView.List(PlanPhases.All.Take(PlanPhases.IndexOf(phase))) },
            ["target_dir"] = targetDir,
            ["created_at"] = at,
            ["updated_at"] = at,
            ["artifacts"] = new JsonObject(),
            ["tasks"] = new JsonObject(),
            ["execution"] = new JsonObject
            {
                ["current_phase"] = 0,
                ["active_tasks"] = new JsonArray(),
                ["completed_count"] = 0,
                ["failed_count"] = 0,
                ["total_tokens"] = 0,
                ["total_cost_usd"] = 0,
            },
            ["events"] = new JsonArray(),
        });
        state.AddEvent(now, "initialized", details: new JsonObject { ["target_dir"] = targetDir });
        return state;
    }

    /// <summary>Makes the folders and writes the state.</summary>
    /// <param name="store">The plan.</param>
    /// <param name="targetDir">The directory that the plan is carried out in; absolute.</param>
    /// <param name="phase">The phase that it begins in.</param>
    /// <param name="force">True: a state that is there is kept as a backup, and a new one begun.</param>
    /// <returns>The backup; null when there was no state.</returns>
    /// <exception cref="PlanningException">There is a state, no such directory, or no such phase.</exception>
    public static async Task<string?> BeginAsync(PlanStore store, string targetDir, string phase, bool force, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        PlanPhases.Checked(phase);
        PlanPlace.CheckTarget(targetDir);
        Refuse(store, force);
        foreach (var folder in PlanningFolder.Folders)
        {
            Directory.CreateDirectory(Path.Combine(store.Folder.Root, folder));
        }

        return await store.HoldAsync(
            async now =>
            {
                Refuse(store, force);
                string? backup = null;
                if (store.Exists)
                {
                    backup = Path.Combine(store.Folder.Root, $"state.json.{now.UtcDateTime:yyyyMMddHHmmssfff}.bak");
                    File.Copy(store.Folder.State, backup);
                }

                var state = New(targetDir, phase, now);
                PlanPlace.Keep(store.Folder, state, targetDir);
                await store.SaveAsync(state, cancellationToken);
                return backup;
            },
            cancellationToken);
    }

    private static void Refuse(PlanStore store, bool force)
    {
        if (store.Exists && !force)
        {
            throw new PlanningException(
                PlanningCodes.Exists, $"There is a plan already: '{store.Folder.State}'. 'tasker state status' shows it; --force keeps it as a backup and begins anew.");
        }

        if (OddState.Kind(store.Folder.State) is not null)
        {
            store.Read(); // Says what it is: no backup can be made of it.
        }
    }
}
