using System.CommandLine;

namespace Tasker.Cli.Commands;

/// <summary>Examples that the help of each command ends with. A test parses every one.</summary>
internal static class CommandExamples
{
    /// <summary>Examples by command path without the program's name; what each does comes after its two blanks.</summary>
    private static readonly Dictionary<string, (string Line, string Does)[]> All = new(StringComparer.Ordinal)
    {
        [""] =
        [
            ("tasker init demo", "write a small workflow to begin with"),
            ("tasker run demo", "run it"),
            ("tasker runs list", "see what was run"),
        ],
        ["run"] =
        [
            ("tasker run workflow.yaml", "run a workflow to its end"),
            ("tasker run . -i word=rain --pool 2", "with an input, at most two steps at once"),
            ("tasker run . --dry-run", "show the order of the steps only"),
            ("tasker run meeting --tasks-dir tasks -i ticker=BTC", "the task of phases tasks/meeting.md"),
        ],
        ["do"] =
        [
            ("tasker do 3", "do step 3 of SPEC.md"),
            ("tasker do 1-5", "do steps 1 to 5"),
            ("tasker do continue", "go on with the first open step"),
            ("tasker do --monitor", "show steps that run in the background"),
        ],
        ["orchestrate"] =
        [
            ("tasker orchestrate", "run what is left of tasks/"),
            ("tasker orchestrate --phase 01-analysis", "only one phase"),
            ("tasker orchestrate --gate 01-analysis", "is the phase complete?"),
        ],
        ["progress"] = [("tasker progress", "completed, running, blocked, failed, waiting"), ("tasker progress --watch", "again whenever it changes")],
        ["validate"] = [("tasker validate workflow.yaml", "tell every mistake at once"), ("tasker validate . --json", "the same for an editor or CI")],
        ["graph"] = [("tasker graph .", "draw the plan of this folder as mermaid"), ("tasker graph workflow.yaml -o plan.svg", "as a picture"), ("tasker graph last -f dot", "what came of the newest run")],
        ["schema"] = [("tasker schema -o workflow.schema.json", "for the first line of a workflow"), ("tasker schema settings", "that of tasker.yaml")],
        ["explain"] =
        [
            ("tasker explain last", "tell of the newest run all that is not done, and why"),
            ("tasker explain last deploy", "tell why the step 'deploy' is as it is"),
        ],
        ["init"] = [("tasker init", "write into the current folder"), ("tasker init demo", "write into the folder 'demo'")],
        ["doctor"] = [("tasker doctor", "check this project"), ("tasker doctor -C ../other", "check another one")],
        ["completion"] =
        [
            ("source <(tasker completion bash)", "complete in this shell"),
            ("tasker completion fish | source", "the same in fish"),
        ],
        ["state"] = [("tasker state status", "how the plan is"), ("tasker state ready", "what may start")],
        ["state init"] = [("tasker state init .", "begin a plan for this folder"), ("tasker state init ../app --phase physical", "with maps that are there already")],
        ["state status"] = [("tasker state status", "phase, tasks, cost"), ("tasker state status --json", "the same for programs")],
        ["state ready"] = [("tasker state ready --limit 3", "the next batch"), ("tasker state ready --explain", "and why the others wait")],
        ["runs"] = [("tasker runs list", "the newest runs"), ("tasker runs show last", "the steps of the newest one")],
        ["runs list"] = [("tasker runs list", "the newest runs"), ("tasker runs list --open", "those that have not ended")],
        ["runs show"] = [("tasker runs show last", "the newest run"), ("tasker runs show demo-2026", "the run whose id begins so")],
        ["runs watch"] = [("tasker runs watch last", "see the newest run live")],
        ["runs logs"] = [("tasker runs logs last", "the output of all steps"), ("tasker runs logs last build --follow", "of one step, until it ends")],
        ["runs pause"] = [("tasker runs pause last", "start nothing new in the newest run")],
        ["runs resume"] = [("tasker runs resume last", "go on with the newest run")],
        ["runs abort"] = [("tasker runs abort last", "stop the newest run for good")],
        ["runs skip"] = [("tasker runs skip last deploy", "do not run the step 'deploy'")],
        ["runs retry"] = [("tasker runs retry last", "try again all that is not done"), ("tasker runs retry last test", "try one failed step again")],
        ["runs approve"] = [("tasker runs approve last -m \"looks good\"", "answer the one step that asks"), ("tasker runs approve last release", "answer the step 'release'")],
        ["runs refuse"] = [("tasker runs refuse last -m \"not on a Friday\"", "the step that asks fails")],
        ["runs checkpoint"] = [("tasker runs checkpoint last before-deploy", "remember this point")],
        ["runs restore"] = [("tasker runs restore last before-deploy", "run anew what ended after it")],
        ["runs history"] = [("tasker runs history last", "what was decided, in order"), ("tasker runs history last --json", "one JSON object a line")],
        ["runs delete"] = [("tasker runs delete demo-20260102-150405-1a2b", "remove a run and its logs")],
    };

    /// <summary>The examples of a command; none for one that is hidden.</summary>
    public static IReadOnlyList<(string Line, string Does)> Of(string path) => All.GetValueOrDefault(path, []);

    /// <summary>The path of a command without the program's name: <c>runs list</c>.</summary>
    public static string PathOf(Command command)
    {
        var path = "";
        for (var at = command; at.Parents.OfType<Command>().FirstOrDefault() is { } above; at = above)
        {
            path = path.Length == 0 ? at.Name : $"{at.Name} {path}";
        }

        return path;
    }

    /// <summary>Writes the section of the help.</summary>
    /// <param name="command">The command that help is shown for.</param>
    /// <param name="writer">Gets the lines.</param>
    /// <param name="width">Columns; what an example does goes below it when both do not fit.</param>
    public static async Task WriteAsync(Command command, TextWriter writer, int width)
    {
        var examples = Of(PathOf(command));
        if (examples.Count == 0)
        {
            return;
        }

        await writer.WriteLineAsync("Examples:");
        var column = examples.Max(e => e.Line.Length) + 2;
        var fits = examples.All(e => column + 2 + e.Does.Length <= width);
        foreach (var (line, does) in examples)
        {
            await writer.WriteLineAsync(fits ? $"  {line.PadRight(column)}{does}" : $"  {line}\n      {does}".ReplaceLineEndings());
        }

        await writer.WriteLineAsync();
    }
}
