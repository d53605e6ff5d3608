using Tasker.Cli.Diagnosing;
using Tasker.Cli.Sessions;
using Tasker.Planning;
using Tasker.Planning.Files;
using Tasker.Planning.Repairing;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Commands.Planning;

/// <summary>The part of <c>tasker doctor</c> that is about plans made from specifications.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="folder">The plan.</param>
internal sealed class PlanRepair(Session session, PlanningFolder folder)
{
    private readonly PlanStore _store = new(folder, session.Time, "tasker doctor");

    /// <summary>How the state of the plan is; null: there is no plan.</summary>
    public (bool IsFine, string Found, string Fix)? Look()
    {
        try
        {
            return new StateRepair(_store).Problem() is { } problem ? (false, problem, "'tasker doctor --repair' makes it anew, '--repair --dry-run' shows how.")
                : _store.TryRead() is not { } state ? null
                : PlanPlace.Problem(folder, state) is { } elsewhere ? (false, elsewhere, "")
                : (true, $"phase {state.Phase}, {state.Tasks.Count} tasks", "");
        }
        catch (PlanningException refused)
        {
            return (false, refused.Message, "");
        }
    }

    /// <summary>Repairs the state, or tells how it would be.</summary>
    public async Task<int> RunAsync(bool dryRun, bool json, CancellationToken cancellationToken)
    {
        try
        {
            var report = await new StateRepair(_store).RunAsync(dryRun, cancellationToken);
            if (json)
            {
                var answer = report.ToJson();
                answer.Insert(0, "version", JsonText.Version);
                await session.Out.WriteAsync(PlanningCall.Text(answer));
            }
            else
            {
                await session.Out.WriteLineAsync(report.Text);
            }

            return ExitCode.Done;
        }
        catch (PlanningException refused)
        {
            return await PlanningScope.TellAsync(session, json, refused.Code, refused.Message, refused.Details);
        }
    }
}
