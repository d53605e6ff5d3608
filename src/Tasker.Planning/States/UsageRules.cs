using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.States;

/// <summary>Tokens and cost. A session has one total; told again, the new total takes the place of the old one, so nothing counts twice.</summary>
public static class UsageRules
{
    /// <summary>Keeps what a session used.</summary>
    /// <param name="state">The state; it is changed.</param>
    /// <param name="report">The total of the session, or what comes on top of it.</param>
    /// <param name="add">True: it comes on top.</param>
    /// <param name="now">The time.</param>
    /// <returns>The total of the session before; 0 for a new one.</returns>
    /// <exception cref="PlanningException">A figure is negative or no number, or there is no such task.</exception>
    public static long Log(PlanState state, UsageReport report, bool add, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(report);
        if (report.Input < 0 || report.Output < 0 || report.Cost < 0 || !double.IsFinite(report.Cost))
        {
            throw new PlanningException(PlanningCodes.BadStatus, "Tokens and cost are numbers from 0 up.");
        }

        if (report.Task is { } id)
        {
            state.Required(id);
        }

        var execution = state.Execution;
        var known = execution["sessions"] is JsonObject;
        var sessions = JsonView.Inside(execution, "sessions");
        if (!known)
        {
            // What was counted before sessions were told apart stays counted.
            execution["untracked_tokens"] = (long)(JsonView.Number(execution["total_tokens"]) ?? 0);
            execution["untracked_cost_usd"] = JsonView.Number(execution["total_cost_usd"]) ?? 0;
        }

        var session = JsonView.Inside(sessions, report.Session);
        var before = Tokens(session);
        session["input_tokens"] = report.Input + (add ? (long)(JsonView.Number(session["input_tokens"]) ?? 0) : 0);
        session["output_tokens"] = report.Output + (add ? (long)(JsonView.Number(session["output_tokens"]) ?? 0) : 0);
        session["cost_usd"] = Money(report.Cost + (add ? JsonView.Number(session["cost_usd"]) ?? 0 : 0));
        Keep("task_id", report.Task);
        Keep("model", report.Model);
        var (tokens, cost) = ((long)(JsonView.Number(execution["untracked_tokens"]) ?? 0), JsonView.Number(execution["untracked_cost_usd"]) ?? 0);
        foreach (var (_, one) in sessions)
        {
            tokens += one is JsonObject node ? Tokens(node) : 0;
            cost += JsonView.Number(one.Field("cost_usd")) ?? 0;
        }

        (execution["total_tokens"], execution["total_cost_usd"]) = (tokens, Money(cost));
        state.AddEvent(now, "tokens_logged", report.Task, new JsonObject
        {
            ["session_id"] = report.Session,
            ["input_tokens"] = report.Input,
            ["output_tokens"] = report.Output,
            ["cost_usd"] = report.Cost,
        });
        return before;

        void Keep(string name, string? value)
        {
            if (value is not null)
            {
                session[name] = value;
            }
        }
    }

    private static long Tokens(JsonObject session) => (long)((JsonView.Number(session["input_tokens"]) ?? 0) + (JsonView.Number(session["output_tokens"]) ?? 0));

    /// <summary>Sums of many small parts stay readable.</summary>
    private static double Money(double dollars) => Math.Round(dollars, 8);
}
