using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tasker.Planning;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Gates;
using Tasker.Planning.States;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state validate</c> and <c>spec-coverage</c>: what phases leave behind, checked and kept.</summary>
internal static class ArtifactCommands
{
    public static void FillValidate(Command command, PlanningScope scope)
    {
        var name = new Argument<string>("artifact") { Description = $"What to check: {string.Join(", ", PlanArtifacts.Names)}.", HelpName = "artifact" };
        var task = new Argument<string?>("task") { Description = "The task, for a result.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string?>("--file") { Description = "Another file (or folder) than that of the plan.", HelpName = "file" };
        name.CompletionSources.Add([.. PlanArtifacts.Names]);
        command.Arguments.Add(name);
        command.Arguments.Add(task);
        command.Options.Add(file);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var path = call.Get(file) is { } typed ? call.Session.FullPath(typed) : null;
            var report = await call.Store.ChangeAsync((state, now) => PlanArtifacts.Register(state, call.Folder, call.Get(name)!, path, now, call.Get(task)), cancellationToken);
            if (!report.IsValid)
            {
                throw new PlanningException(
                    PlanningCodes.Schema, $"{call.Get(name)} is not valid: {string.Join("; ", report.Problems)}", new JsonObject { ["errors"] = SchemaProblem.Json(report.Problems) });
            }

            foreach (var warning in call.WantsJson ? [] : report.Warnings)
            {
                await call.WarnAsync($"warning: {warning}.");
            }

            return await call.AnswerAsync("Validated successfully", () => new JsonObject
            {
                ["ok"] = true,
                ["artifact"] = call.Get(name),
                ["path"] = report.Path,
                ["errors"] = new JsonArray(),
                ["warnings"] = JsonView.List(report.Warnings),
            });
        });
    }

    public static void FillCoverage(Command command, PlanningScope scope)
    {
        var save = new Option<bool>("--save") { Description = "Keep it in the state." };
        command.Options.Add(save);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var coverage = GateAnswers.CoverageForState(call.Folder, Timestamps.Text(call.Session.Time.GetUtcNow()));
            if (call.Get(save))
            {
                await call.Store.ChangeAsync(
                    (state, _) =>
                    {
                        state.Artifacts["spec_coverage"] = coverage.DeepClone();
                        return 0;
                    },
                    cancellationToken);
            }

            var uncovered = (JsonArray)coverage["uncovered"]!;
            return await call.AnswerAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Requirements: {coverage["total_count"]}\nCovered: {coverage["covered_count"]}\nCoverage: {((bool)coverage["applicable"]! ? $"{(double)coverage["coverage_pct"]!:0.0}%" : "not applicable, there are no requirements")}")
                + (uncovered.Count == 0 ? "" : "\nUncovered:\n" + string.Join('\n', uncovered.Select(id => $"  {id}"))),
                () => (JsonObject)coverage.DeepClone());
        });
    }
}
