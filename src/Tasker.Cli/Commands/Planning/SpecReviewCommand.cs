using System.CommandLine;
using Tasker.Cli.Sessions;
using Tasker.Planning;
using Tasker.Planning.Files;
using Tasker.Planning.SpecReview;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker spec review</c>: a question when its name follows, else the specification to review; without one, standard input.</summary>
internal static class SpecReviewCommand
{
    private const int LargestInput = 64 << 20;

    /// <summary>The questions.</summary>
    public static IEnumerable<PlanningEntry> Entries { get; } =
    [
        new("analyze", "Review a specification and print the review as JSON; exit code 1 when something critical was found.", Analyze),
        new("status", "Tell whether planning may go on: 0 READY, 1 BLOCKED.", (command, scope) => OfFolder(command, scope, (call, folder, _) => call.TellAsync(ReviewAnswers.Status(folder)))),
        new("report", "Show the review in words; it is made where there is none.", (command, scope) => OfFolder(command, scope, async (call, folder, cancellationToken) =>
            await call.TellAsync(await ReviewAnswers.ReportAsync(folder, call.Session.Time.GetUtcNow(), cancellationToken)))),
        new("checklist", "Show how the specification answers the checklist.", (command, scope) => OfFolder(command, scope, (call, folder, _) => call.TellAsync(ReviewAnswers.ChecklistOf(folder)))),
        new("unresolved", "List critical weaknesses about which nothing was decided.", (command, scope) => OfFolder(command, scope, (call, folder, _) => call.TellAsync(ReviewAnswers.Unresolved(folder)))),
        new("add-resolution", "Write down what was decided about a weakness.", Resolve) { Aliases = ["resolve"] },
        new("remove-resolution", "Take back what was decided about a weakness.", Unresolve),
    ];

    public static void Fill(Command command, PlanningScope scope)
    {
        Analyze(command, scope);
        scope.Add(command, [.. Entries]);
    }

    private static void Analyze(Command command, PlanningScope scope)
    {
        var spec = new Argument<string?>("spec") { Description = "The specification; default: standard input when it is no terminal, else that of the plan.", Arity = ArgumentArity.ZeroOrOne };
        var save = new Option<bool>("--save") { Description = "Keep the review in the plan, too." };
        var severity = new Option<string[]>("--severity") { Description = "Another severity for a category, such as W5=info; may be repeated.", HelpName = "category=severity", AllowMultipleArgumentsPerToken = false };
        command.Arguments.Add(spec);
        command.Options.Add(save);
        command.Options.Add(severity);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var answer = ReviewAnswers.Analyze(await ReadAsync(call, call.Get(spec), cancellationToken), call.Get(severity) ?? [], call.Session.Time.GetUtcNow());
            if (call.Get(save))
            {
                await JsonFile.WriteAsync(call.Folder.SpecReview, answer.Json, cancellationToken);
            }

            // The document itself, so that a redirection makes the file of the review.
            return await call.AnswerAsync(answer.Text, () => (System.Text.Json.Nodes.JsonObject)answer.Json.DeepClone(), answer.Passed ? ExitCode.Done : ExitCode.Failed);
        });
    }

    private static void Resolve(Command command, PlanningScope scope)
    {
        var words = new Argument<string[]>("words")
        {
            Description = "The folder of the plan (may be left out), the id of the weakness, and the decision: mandatory, optional, defer, clarified or not_applicable.",
            Arity = new ArgumentArity(1, 3),
        };
        var group = new Option<string?>("--category") { Description = "Decide all gaps of a group of the checklist, such as C3, in place of one weakness.", HelpName = "group" };
        var response = new Option<string?>("--response") { Description = "What the user answered." };
        var reframe = new Option<string?>("--reframe") { Description = "The same said as behaviour." };
        var notes = new Option<string?>("--notes") { Description = "Anything else." };
        var force = new Option<bool>("--force") { Description = "Take the place of an earlier decision." };
        command.Arguments.Add(words);
        foreach (var option in new Option[] { group, response, reframe, notes, force })
        {
            command.Options.Add(option);
        }

        scope.Does(command, async (call, cancellationToken) =>
        {
            var given = call.Get(words)!;
            var isGroup = call.Get(group) is { Length: > 0 };
            var needed = isGroup ? 1 : 2;
            if (given.Length is var count && count != needed && count != needed + 1)
            {
                throw new PlanningException(PlanningCodes.Usage, "Write: tasker spec review add-resolution [dir] <weakness> <decision>; or with --category: [dir] <decision>.");
            }

            var folder = call.FolderOf(given.Length > needed ? given[0] : null);
            return await call.TellAsync(await ReviewAnswers.ResolveAsync(
                call.StoreOf(folder), isGroup ? call.Get(group)! : given[^2], isGroup, given[^1], call.Get(response), call.Get(reframe), call.Get(notes), call.Get(force), cancellationToken));
        });
    }

    private static void Unresolve(Command command, PlanningScope scope)
    {
        var words = new Argument<string[]>("words") { Description = "The folder of the plan (may be left out) and the id of the weakness.", Arity = new ArgumentArity(1, 2) };
        command.Arguments.Add(words);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var given = call.Get(words)!;
            return await call.TellAsync(await ReviewAnswers.UnresolveAsync(call.StoreOf(call.FolderOf(given.Length > 1 ? given[0] : null)), given[^1], cancellationToken));
        });
    }

    private static void OfFolder(Command command, PlanningScope scope, Func<ParsedCall, PlanningFolder, CancellationToken, Task<int>> act)
    {
        var folder = new Argument<string?>("dir") { Description = "The folder of the plan, or the directory above it; default: as for -p.", Arity = ArgumentArity.ZeroOrOne };
        command.Arguments.Add(folder);
        scope.Does(command, (call, cancellationToken) => act(call, call.FolderOf(call.Get(folder)), cancellationToken));
    }

    private static async Task<byte[]> ReadAsync(ParsedCall call, string? spec, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(spec) && spec != "-")
        {
            return JsonFile.Bytes(call.Session.FullPath(spec)) ?? throw new PlanningException(PlanningCodes.NotFound, $"There is no specification '{spec}'.");
        }

        await using var input = call.Session.In();
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        int read;
        while ((read = await input.ReadAsync(buffer, cancellationToken)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > LargestInput)
            {
                throw new PlanningException(PlanningCodes.Corrupt, $"Standard input is larger than {LargestInput >> 20} MB.");
            }
        }

        return bytes.Length > 0 ? bytes.ToArray() : ReviewAnswers.SpecOf(call.Folder);
    }
}
