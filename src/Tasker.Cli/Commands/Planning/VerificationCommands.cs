using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Planning;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;

namespace Tasker.Cli.Commands.Planning;

/// <summary>What verifiers say: <c>validate-tasks</c>, <c>record-verification</c>, <c>record-calibration</c>, <c>calibration-score</c>.</summary>
internal static class VerificationCommands
{
    public static void FillPlan(Command command, PlanningScope scope)
    {
        var verdict = Optional(command, "verdict", "READY, READY_WITH_NOTES or BLOCKED.");
        var summary = Optional(command, "summary", "Why, in a sentence.");
        var verdictOption = Spelling(command, "--verdict");
        var summaryOption = Spelling(command, "--summary");
        var issues = WordLists.Option("--issues", "What is wrong: all words up to the next option.", "text");
        command.Options.Add(issues);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var why = call.Get(summary) ?? call.Get(summaryOption) ?? "";
            var found = WordLists.Of(call.Get(issues), call.Session.Directory);
            var word = await call.Store.ChangeAsync(
                (state, now) => VerificationRules.RecordPlan(state, call.Get(verdict) ?? call.Get(verdictOption) ?? "", why, found, now), cancellationToken);
            return word == "BLOCKED"
                ? throw new PlanningException(PlanningCodes.GateClosed, $"Task validation blocked: {why}", new JsonObject { ["verdict"] = word, ["issues"] = JsonView.List(found) })
                : await call.AnswerAsync($"Task validation complete: {word}", () => new JsonObject { ["ok"] = true, ["verdict"] = word });
        });
    }

    public static void FillRecord(Command command, PlanningScope scope)
    {
        var id = new Argument<string>("id") { Description = "The task." };
        var verdict = new Option<string>("--verdict") { Description = "PASS, FAIL or CONDITIONAL.", HelpName = "verdict", Required = true };
        var recommendation = new Option<string>("--recommendation") { Description = "PROCEED or BLOCK.", HelpName = "word", Required = true };
        command.Arguments.Add(id);
        command.Options.Add(verdict);
        command.Options.Add(recommendation);
        var parts = new[] { ("criteria", "criteria, a JSON list"), ("quality", "dimensions of quality, a JSON object"), ("tests", "what its tests cover, a JSON object") }
            .Select(part => (part.Item1, Option: new Option<string?>($"--{part.Item1}") { Description = $"Its {part.Item2}.", HelpName = "json" })).ToArray();
        foreach (var (_, option) in parts)
        {
            command.Options.Add(option);
        }

        scope.Does(command, async (call, cancellationToken) =>
        {
            var more = new JsonObject();
            foreach (var (name, option) in parts.Where(part => call.Get(part.Option) is not null))
            {
                more[name] = Parse(name, call.Get(option)!);
            }

            var outcome = await call.Store.ChangeAsync(
                (state, now) => VerificationRules.Record(state, call.Get(id)!, call.Get(verdict)!, call.Get(recommendation)!, more, now), cancellationToken);
            return await call.AnswerAsync(
                $"Verification recorded for {outcome.Id}: {call.Get(verdict)!.ToUpperInvariant()} ({call.Get(recommendation)!.ToUpperInvariant()})",
                () => new JsonObject { ["ok"] = true, ["id"] = outcome.Id, ["blocked"] = JsonView.List(outcome.Blocked), ["unblocked"] = JsonView.List(outcome.Unblocked) });
        });
    }

    public static void FillCalibration(Command command, PlanningScope scope)
    {
        var id = new Argument<string>("id") { Description = "The task." };
        command.Arguments.Add(id);
        var outcome = Optional(command, "outcome", "correct, false_positive or false_negative.");
        var notes = Optional(command, "notes", "More about it.");
        var outcomeOption = Spelling(command, "--outcome");
        var notesOption = Spelling(command, "--notes");
        scope.Does(command, async (call, cancellationToken) =>
        {
            var word = call.Get(outcome) ?? call.Get(outcomeOption) ?? "";
            await call.Store.ChangeAsync(
                (state, now) =>
                {
                    VerificationRules.Calibrate(state, call.Get(id)!, word, call.Get(notes) ?? call.Get(notesOption), now);
                    return 0;
                },
                cancellationToken);
            return await call.AnswerAsync($"Calibration recorded for {call.Get(id)}: {word}", () => new JsonObject { ["ok"] = true, ["id"] = call.Get(id), ["outcome"] = word });
        });
    }

    public static void FillScore(Command command, PlanningScope scope) => scope.Does(command, (call, _) =>
    {
        var calibration = call.Store.Read().Object("calibration") ?? [];
        var (total, correct) = (JsonView.Number(calibration["total_verified"]) ?? 0, JsonView.Number(calibration["correct"]) ?? 0);
        var (positives, negatives) = (JsonView.Texts(calibration["false_positives"]), JsonView.Texts(calibration["false_negatives"]));
        var score = total == 0 ? 1 : correct / total;
        return call.AnswerAsync(
            $"Calibration score: {score:P1}\nTotal verified: {total}\nCorrect: {correct}\nFalse positives: {positives.Count}\nFalse negatives: {negatives.Count}",
            () => new JsonObject
            {
                ["score"] = score,
                ["total_verified"] = total,
                ["correct"] = correct,
                ["false_positives"] = JsonView.List(positives),
                ["false_negatives"] = JsonView.List(negatives),
            });
    });

    private static Argument<string?> Optional(Command command, string name, string description)
    {
        var argument = new Argument<string?>(name) { Description = char.ToUpperInvariant(description[0]) + description[1..], Arity = ArgumentArity.ZeroOrOne };
        command.Arguments.Add(argument);
        return argument;
    }

    private static Option<string?> Spelling(Command command, string name)
    {
        var option = new Option<string?>(name) { Description = "Another spelling.", HelpName = "text", Hidden = true };
        command.Options.Add(option);
        return option;
    }

    private static JsonNode? Parse(string name, string text)
    {
        try
        {
            var node = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            return node is null || (name == "criteria" ? node is JsonArray : node is JsonObject) ? node
                : throw new PlanningException(PlanningCodes.Usage, $"--{name} is no JSON {(name == "criteria" ? "list: it takes [{\"name\": …, \"score\": \"PASS\"}, …]" : "object: it takes {\"name\": \"PASS\", …}")}.");
        }
        catch (JsonException broken)
        {
            throw new PlanningException(PlanningCodes.Usage, $"--{name} is no valid JSON: {JsonFile.Reason(broken)}");
        }
    }
}
