using System.Text.Json.Nodes;
using Tasker.Cli.Commands.Planning.Plain;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state get-field</c>: one field of the state, without a line end.</summary>
internal static class FieldCommand
{
    private static readonly string[] Fields = ["target_dir", "version", "phase", "created_at", "updated_at"];

    private static readonly PlainOption Field = new("field", $"One of {string.Join(", ", Fields)}.") { Words = Fields };

    public static PlainCommand Plain { get; } = new(RunAsync) { Arguments = [Field] };

    private static async Task<int> RunAsync(PlainCall call, CancellationToken cancellationToken)
    {
        var state = call.Store.Read();
        var name = call.Value(Field)!;
        var value = name == "phase" ? state.Phase : state.Text(name) ?? "";
        if (call.WantsJson)
        {
            return await call.AnswerAsync("", () => new JsonObject { ["field"] = name, ["value"] = value });
        }

        await call.Session.Out.WriteAsync(value);
        return ExitCode.Done;
    }
}
