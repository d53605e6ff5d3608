using System.Text.Json.Nodes;
using Tasker.Cli.Sessions;
using Tasker.Planning.SpecReview;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Hosting;

/// <summary>Asks a person about what is critical in a specification and undecided. What is not answered is left to the agent of the phase.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="questions">Asks.</param>
internal sealed class SpecDecisions(Session session, Questions questions)
{
    private static readonly string[] More = ["spec_quote", "suggested_resolution"];

    /// <summary>Asks about each weakness, and keeps the decisions.</summary>
    public async Task AskAsync(PlanStore store, CancellationToken cancellationToken)
    {
        await ReviewAnswers.EnsureAsync(store.Folder, session.Time.GetUtcNow(), cancellationToken);
        JsonObject[] open = [.. ((JsonArray)ReviewAnswers.Unresolved(store.Folder).Json["unresolved"]!).OfType<JsonObject>()];
        if (open.Length == 0)
        {
            return;
        }

        await session.Error.WriteLineAsync($"The specification has {open.Length} critical weaknesses that are to be decided. An empty answer leaves one to the agent.");
        foreach (var weakness in open)
        {
            var id = (string)weakness["id"]!;
            await session.Error.WriteLineAsync($"\n{id}: {weakness["description"]}");
            foreach (var more in More.Select(name => (string?)weakness[name]).Where(text => !string.IsNullOrWhiteSpace(text)))
            {
                await session.Error.WriteLineAsync($"  {more}");
            }

            if (await questions.ChooseAsync("Decision", [.. ReviewAnswers.ResolutionKinds], cancellationToken) is { } kind)
            {
                var response = await questions.LineAsync("Why, or what instead: ", cancellationToken);
                await ReviewAnswers.ResolveAsync(store, id, isGroup: false, kind, string.IsNullOrEmpty(response) ? null : response, null, null, force: false, cancellationToken);
            }
        }
    }
}
