using System.CommandLine;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Planning;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker shim state.py …</c>: calls of the scripts that other programs of this format have, as commands of ours.</summary>
internal static class ShimCommand
{
    private const string Name = "shim";

    private static readonly Dictionary<string, string[]> Scripts = new(StringComparer.Ordinal)
    {
        ["state.py"] = ["state"],
        ["bundle.py"] = ["bundle"],
        ["validate.py"] = ["validate"],
        ["evaluate.py"] = ["evaluate"],
        ["archive.py"] = ["archive"],
        ["status.py"] = ["state", "status"],
        ["fsm-compiler.py"] = ["fsm"],
        ["fsm-mermaid.py"] = ["fsm"],
        ["fsm-validate.py"] = ["fsm", "validate"],
        ["spec-review.py"] = ["spec", "review"],
        ["spec-session.py"] = ["spec", "session"],
        ["spec-generate.py"] = ["spec", "generate"],
        ["log-activity.sh"] = ["log-activity"],
        ["ensure-git.sh"] = ["ensure-git"],
        ["init-dirs.sh"] = ["init-dirs"],
        ["post-task-commit.sh"] = ["hook", "post-task-commit"],
    };

    /// <summary>The words of the command that stands for a script; words that call none stay as they are.</summary>
    public static string[] Translate(string[] arguments) => arguments is [Name, var script, .. var rest] && Scripts.TryGetValue(Path.GetFileName(script), out var command) ? [.. command, .. rest] : arguments;

    public static void Fill(Command command, Session session, string[]? arguments)
    {
        var scope = new PlanningScope(command, session, arguments);
        var script = new Argument<string>("script") { Description = $"The script: {string.Join(", ", Scripts.Keys)}.", HelpName = "script" };
        var words = new Argument<string[]>("words") { Description = "Its arguments.", Arity = ArgumentArity.ZeroOrMore };
        script.CompletionSources.Add([.. Scripts.Keys]);
        command.Arguments.Add(script);
        command.Arguments.Add(words);

        // Scripts that are known are translated before anything is parsed.
        scope.Does(command, (call, _) => throw new PlanningException(
            PlanningCodes.Usage, $"No command stands for the script '{call.Get(script)}'. {Suggestions.DidYouMean(Path.GetFileName(call.Get(script)!), Scripts.Keys, $"Known are: {string.Join(", ", Scripts.Keys)}.")}"));
    }
}
