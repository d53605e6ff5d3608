using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Sessions;
using Tasker.Planning;
using Tasker.Planning.Hooks;
using Tasker.Planning.States;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker hook</c>: what coding agents call by themselves, with JSON on standard input.</summary>
internal static class HookCommand
{
    private const int LargestInput = 64 << 20;
    private const int ShortSession = 8;

    private static readonly PlanningEntry[] Entries =
    [
        new("post-task-commit", "Commit the files of tasks that an agent says it has done, or of one task.", Commit),
        new("subagent-stop", "Count the tokens of a session by its transcript.", Stop),
        new("parse-output", "Write what a tool answered.", (command, scope) => Part(command, scope, "output", payload => payload.Output)),
        new("get-prompt", "Write what a person asked.", (command, scope) => Part(command, scope, "prompt", payload => payload.Prompt)),
    ];

    public static void Fill(Command command, Session session, string[]? arguments) => new PlanningScope(command, session, arguments).Add(command, Entries);

    private static void Commit(Command command, PlanningScope scope)
    {
        var task = new Argument<string?>("task") { Description = "The task; default: those of the answer on standard input.", Arity = ArgumentArity.ZeroOrOne };
        var target = new Argument<string?>("target") { Description = "The target directory; default: that of the plan.", Arity = ArgumentArity.ZeroOrOne };
        var planning = new Argument<string?>("planning") { Description = "The folder of the plan; default: as for -p.", Arity = ArgumentArity.ZeroOrOne };
        var noVerify = new Option<bool>("--no-verify") { Description = "Do not ask hooks of the repository." };
        foreach (var argument in new[] { task, target, planning })
        {
            command.Arguments.Add(argument);
        }

        command.Options.Add(noVerify);
        scope.Does(command, async (call, cancellationToken) =>
        {
            if (call.Get(task) is { Length: > 0 } id)
            {
                var place = call.Get(target) is { Length: > 0 } named ? call.Session.FullPath(named) : null;
                return await call.TellAsync(await new PostTaskCommit(call.StoreOf(call.FolderOf(call.Get(planning)))).RunAsync(id, place, call.Get(noVerify), cancellationToken));
            }

            return await HookAsync(call, await ReadAsync(call, cancellationToken), call.Get(noVerify), cancellationToken);
        });
    }

    /// <summary>
    /// A hook never stands in the way of the agent: what cannot be committed is told on standard error, and the next task has its turn. JSON is one
    /// line for each task, as each is settled.
    /// </summary>
    private static async Task<int> HookAsync(PlanningCall call, HookPayload payload, bool noVerify, CancellationToken cancellationToken)
    {
        foreach (var id in call.Store.Exists ? payload.Succeeded : [])
        {
            try
            {
                var answer = await new PostTaskCommit(call.Store).RunAsync(id, null, noVerify, cancellationToken);
                await LineAsync(call, answer.Text, answer.Json);
            }
            catch (Exception refused) when (refused is PlanningException or IOException or UnauthorizedAccessException)
            {
                await call.WarnAsync($"{id}: {refused.Message.ReplaceLineEndings(" ")}");
                await LineAsync(call, "", new JsonObject { ["task_id"] = id, ["committed"] = false, ["files"] = new JsonArray(), ["reason"] = refused.Message });
            }
        }

        return ExitCode.Done;
    }

    private static async Task LineAsync(PlanningCall call, string text, JsonObject json)
    {
        if (call.WantsJson)
        {
            json.Insert(0, "version", JsonText.Version);
            await call.Session.Out.WriteLineAsync(json.ToJsonString());
        }
        else if (text.Length > 0)
        {
            await call.Session.Out.WriteLineAsync(text);
        }
    }

    private static void Stop(Command command, PlanningScope scope)
    {
        var task = new Option<string?>("--task") { Description = "The task that it worked on.", HelpName = "id" };
        command.Options.Add(task);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var payload = await ReadAsync(call, cancellationToken);
            if (payload is not { TranscriptPath: { } path, SessionId: { } session })
            {
                throw new PlanningException(PlanningCodes.NotFound, "Standard input names no transcript_path and session_id.");
            }

            var usage = TranscriptUsage.Read(call.Session.FullPath(path), await SessionPrices.ReadAsync(call));

            // An executor of 'tasker execute' tells its usage to the run, which counts it.
            var isCounted = call.Session.Variable("TASKER_TASK_RESULT") is { Length: > 0 };
            if (!isCounted && call.Store.Exists)
            {
                var report = new UsageReport(session, usage.Input, usage.Output, usage.Cost, call.Get(task), usage.Model);
                await call.Store.ChangeAsync((state, now) => UsageRules.Log(state, report, add: false, now), cancellationToken);
            }

            var name = session.Length > ShortSession ? session[..ShortSession] : session;
            return await call.AnswerAsync(
                string.Create(CultureInfo.InvariantCulture, $"Session {name}: {usage.Input + usage.Output:N0} tokens, ${usage.Cost:0.0000}{SessionPrices.Doubt(usage)}"),
                () => new JsonObject
                {
                    ["session"] = session,
                    ["input_tokens"] = usage.Input,
                    ["output_tokens"] = usage.Output,
                    ["cost_usd"] = usage.Cost,
                    ["model"] = usage.Model,
                    ["unpriced_models"] = new JsonArray([.. usage.Unpriced.Select(model => (JsonNode)model)]),
                    ["logged"] = !isCounted && call.Store.Exists,
                });
        });
    }

    private static void Part(Command command, PlanningScope scope, string field, Func<HookPayload, string> part) => scope.Does(command, async (call, cancellationToken) =>
    {
        var text = part(await ReadAsync(call, cancellationToken));
        return await call.AnswerAsync(text, () => new JsonObject { [field] = text });
    });

    private static async Task<HookPayload> ReadAsync(PlanningCall call, CancellationToken cancellationToken)
    {
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

        return HookPayload.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
