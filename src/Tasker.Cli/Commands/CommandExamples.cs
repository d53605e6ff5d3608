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
        ["schema"] = [("tasker schema -o workflow.schema.json", "for the first line of a workflow"), ("tasker schema settings", "that of tasker.yaml"), ("tasker schema task", "that of task files of a plan")],
        ["explain"] =
        [
            ("tasker explain last", "tell of the newest run all that is not done, and why"),
            ("tasker explain last deploy", "tell why the step 'deploy' is as it is"),
        ],
        ["init"] = [("tasker init", "write into the current folder"), ("tasker init demo", "write into the folder 'demo'")],
        ["doctor"] = [("tasker doctor", "check this project"), ("tasker doctor -C ../other", "check another one"), ("tasker doctor --repair --dry-run", "how a broken plan would be made anew")],
        ["completion"] =
        [
            ("source <(tasker completion bash)", "complete in this shell"),
            ("tasker completion fish | source", "the same in fish"),
        ],
        ["validate dag"] = [("tasker validate dag", "circles and missing needs"), ("tasker validate dag --json", "with levels and the critical path")],
        ["validate steel-thread"] = [("tasker validate steel-thread", "the first way through the whole"), ("tasker validate steel-thread --json", "the same for programs")],
        ["validate verification-commands"] = [("tasker validate verification-commands", "quotes that are never closed"), ("tasker validate verification-commands --json", "the same for programs")],
        ["validate phase-leakage"] = [("tasker validate phase-leakage", "what is for later"), ("tasker validate phase-leakage --json", "the same for programs")],
        ["validate dependency-existence"] = [("tasker validate dependency-existence", "needs that are no task"), ("tasker validate dependency-existence --json", "the same for programs")],
        ["validate acceptance-criteria"] = [("tasker validate acceptance-criteria", "vague words, unknown tools"), ("tasker validate acceptance-criteria --json", "the same for programs")],
        ["validate refactor-priority"] = [("tasker validate refactor-priority", "what refactorings replace"), ("tasker validate refactor-priority --json", "the same for programs")],
        ["validate calibration"] = [("tasker validate calibration", "were verifiers right?")],
        ["validate spec-coverage"] = [("tasker validate spec-coverage", "covered and uncovered requirements"), ("tasker validate spec-coverage --threshold 0.8", "a lower threshold")],
        ["validate gates"] = [("tasker validate gates", "why 'state advance' is refused"), ("tasker validate gates --json", "the same for programs")],
        ["validate all"] = [("tasker validate all", "every check of a plan"), ("tasker validate all --json", "the same for programs")],
        ["specify"] =
        [
            ("tasker specify \"Log in with a password\" --target ~/shop", "begin an interview"),
            ("tasker specify --target ~/shop", "go on with it"),
        ],
        ["plan"] =
        [
            ("tasker plan --target ~/shop", "from the first specification in docs/specs"),
            ("tasker plan docs/specs/login.md --yes", "from this one, without questions"),
            ("tasker plan --prepare --target ~/shop", "only begin it; a coding agent starts the agents"),
        ],
        ["execute"] =
        [
            ("tasker execute", "one task after the other, with a question before the next"),
            ("tasker execute --batch --parallel 3", "all that is or becomes ready, three at a time"),
            ("tasker execute T005", "one task"),
            ("tasker execute --batch --orphans retry --json", "for a program, after a crash"),
        ],
        ["bundle"] = [("tasker bundle generate T001", "make a bundle"), ("tasker bundle validate-integrity T001", "see whether it still holds")],
        ["bundle generate"] = [("tasker bundle generate T001", "what the executor of T001 gets"), ("tasker bundle generate T001 --json", "with the path for programs")],
        ["bundle generate-ready"] = [("tasker bundle generate-ready", "for all tasks that are ready"), ("tasker bundle generate-ready --json", "the same for programs")],
        ["bundle validate-integrity"] = [("tasker bundle validate-integrity T001", "0 holds, 1 broken, 2 changed"), ("tasker bundle validate-integrity T001 --json", "what changed")],
        ["bundle validate"] = [("tasker bundle validate T001", "is it what its schema says?"), ("tasker bundle validate T001 --json", "the same for programs")],
        ["bundle list"] = [("tasker bundle list", "one id a line"), ("tasker bundle list --json", "with their integrity")],
        ["bundle clean"] = [("tasker bundle clean", "remove bundles, keep results"), ("tasker bundle clean --json", "which ones")],
        ["bundle result-info"] = [("tasker bundle result-info .tasker/bundles/T001-result.json", "key:value lines"), ("tasker bundle result-info T001", "name and status")],
        ["bundle result-files"] = [("tasker bundle result-files T001", "created, then modified"), ("tasker bundle result-files T001 --json", "the same for programs")],
        ["bundle update-git"] = [("tasker bundle update-git T001 --sha 1a2b3c4", "after a commit"), ("tasker bundle update-git T001 --sha 1a2b3c4 --msg Login", "with its message")],
        ["fsm"] = [("tasker fsm validate", "check the machines of the plan"), ("tasker fsm mermaid --notes", "draw them")],
        ["fsm compile"] = [("tasker fsm compile synthesis.json docs/specs/app.md", "with quotations"), ("tasker fsm compile synthesis.json -o docs/fsm/app --slug app", "into a folder")],
        ["fsm from-capability-map"] = [("tasker fsm from-capability-map .tasker/artifacts/capability-map.json", "from its flows"), ("tasker fsm from-capability-map map.json spec.md -o fsm", "into a folder")],
        ["fsm mermaid"] = [("tasker fsm mermaid docs/fsm/app", "diagrams beside the index"), ("tasker fsm mermaid --notes", "and every machine in words")],
        ["fsm diagram"] = [("tasker fsm diagram a.states.json a.transitions.json", "one machine"), ("tasker fsm diagram a.states.json a.transitions.json --json", "the same for programs")],
        ["fsm validate"] = [("tasker fsm validate docs/fsm/app", "I1 to I6 of a folder"), ("tasker fsm validate task-coverage", "one of the checks")],
        ["fsm validate completeness"] = [("tasker fsm validate completeness a.states.json a.transitions.json", "one machine"), ("tasker fsm validate completeness a.states.json a.transitions.json --json", "the same")],
        ["fsm validate coverage"] = [("tasker fsm validate coverage", "behaviours of the plan"), ("tasker fsm validate coverage fsm map.json", "other files")],
        ["fsm validate task-coverage"] = [("tasker fsm validate task-coverage", "the hard gate of planning"), ("tasker fsm validate task-coverage fsm/index.json tasks --other-threshold 0.8", "a lower threshold")],
        ["fsm validate coverage-report"] = [("tasker fsm validate coverage-report", "before tasks are carried out"), ("tasker fsm validate coverage-report fsm tasks -o report.json", "into a file")],
        ["fsm validate execute-coverage-report"] = [("tasker fsm validate execute-coverage-report", "after they were"), ("tasker fsm validate execute-coverage-report --strict", "only tests count")],
        ["spec"] = [("tasker spec review analyze docs/specs/app.md", "find its weaknesses"), ("tasker spec review status", "may planning go on?")],
        ["spec session"] = [("tasker spec session init \"Log in\"", "begin"), ("tasker spec session status", "how far it is")],
        ["spec session init"] = [("tasker spec session init \"Log in with a password\"", "for the current directory"), ("tasker spec session init Login --target-dir ~/shop --json", "for another one, for programs")],
        ["spec session status"] = [("tasker spec session status", "topic, phase, questions"), ("tasker spec session status --json", "everything that it knows")],
        ["spec session set"] = [("tasker spec session set goal \"Users log in\"", "a text"), ("tasker spec session set done_means \"A wrong password is refused\" --add", "one more item of a list")],
        ["spec session add-question"] = [("tasker spec session add-question \"Which passwords?\" --blocking", "nothing goes on without an answer")],
        ["spec session resolve-question"] = [("tasker spec session resolve-question \"Which passwords?\" \"Eight letters\"", "the answer")],
        ["spec session add-decision"] = [("tasker spec session add-decision \"Sessions last a day\" --adr ADR-0001", "with its record")],
        ["spec session next-adr"] = [("tasker spec session next-adr", "0001 where there is none")],
        ["spec session advance"] = [("tasker spec session advance", "to the next phase"), ("tasker spec session advance --force", "whatever is missing")],
        ["spec session gate"] = [("tasker spec session gate", "PASSED or FAILED, with what is missing"), ("tasker spec session gate --json", "the same for programs")],
        ["spec generate"] = [("tasker spec generate spec", "docs/specs/<name>.md"), ("tasker spec generate adr -t Tokens -c \"Why\" -d \"What\"", "docs/adrs/ADR-0001-tokens.md")],
        ["spec generate spec"] = [("tasker spec generate spec", "from the session"), ("tasker spec generate spec --force", "over an older one")],
        ["spec generate adr"] =
        [
            ("tasker spec generate adr -t Tokens -c \"Sessions need one\" -d \"Random, 32 bytes\"", "with the next number"),
            ("tasker spec generate adr -t Tokens -c Why -d What -a \"JWT: too long\" --supersedes 1", "in the place of ADR-0001"),
        ],
        ["spec review"] = [("tasker spec review docs/specs/app.md", "review a file"), ("tasker spec review status", "ask about the review")],
        ["spec review analyze"] = [("tasker spec review analyze spec.md", "the review as JSON"), ("tasker spec review analyze --save --severity W5=info", "keep it in the plan")],
        ["spec review status"] = [("tasker spec review status", "READY or BLOCKED"), ("tasker spec review status .tasker --json", "the same for programs")],
        ["spec review report"] = [("tasker spec review report", "in words, by category"), ("tasker spec review report .tasker", "of another folder")],
        ["spec review checklist"] = [("tasker spec review checklist", "which questions are answered"), ("tasker spec review checklist .tasker --json", "the same for programs")],
        ["spec review unresolved"] = [("tasker spec review unresolved", "what is left to decide"), ("tasker spec review unresolved .tasker --json", "the same for programs")],
        ["spec review add-resolution"] = [("tasker spec review add-resolution .tasker W6-1a2b3c4d clarified --notes Ten", "one weakness"), ("tasker spec review add-resolution --category C3 not_applicable", "all gaps of a group")],
        ["spec review remove-resolution"] = [("tasker spec review remove-resolution W6-1a2b3c4d", "take it back"), ("tasker spec review remove-resolution .tasker W6-1a2b3c4d", "in another folder")],
        ["tui"] =
        [
            ("tasker tui", "the live screen; ? tells the keys"),
            ("tasker tui --once", "one picture as text, for pipes and files"),
            ("tasker tui --json", "all of it for programs"),
        ],
        ["state"] = [("tasker state status", "how the plan is"), ("tasker state ready", "what may start")],
        ["state init"] = [("tasker state init .", "begin a plan for this folder"), ("tasker state init ../app --phase physical", "with maps that are there already")],
        ["state status"] = [("tasker state status", "phase, tasks, cost"), ("tasker state status --json", "the same for programs")],
        ["state ready"] = [("tasker state ready --limit 3", "the next batch"), ("tasker state ready --explain", "and why the others wait")],
        ["state advance"] = [("tasker state advance", "to the next phase")],
        ["state set-phase"] = [("tasker state set-phase physical", "maps are there already"), ("tasker state set-phase physical --target .", "and begin the plan")],
        ["state set-target"] = [("tasker state set-target .", "in a copy of a project"), ("tasker state set-target ../app -p ../plan", "a plan that lies elsewhere")],
        ["state get-field"] = [("tasker state get-field target_dir", "for scripts")],
        ["state validate"] = [("tasker state validate capability_map", "before the next phase"), ("tasker state validate physical_map --file draft.json", "a file elsewhere"), ("tasker state validate result T001", "what an executor wrote")],
        ["state spec-coverage"] = [("tasker state spec-coverage", "what no task brings"), ("tasker state spec-coverage --save --json", "and keep it")],
        ["state load-tasks"] = [("tasker state load-tasks", "after task files were written or changed")],
        ["state validate-tasks"] = [("tasker state validate-tasks READY \"all fine\"", "the plan is good"), ("tasker state validate-tasks BLOCKED \"T003 is vague\" --issues T003", "it is not")],
        ["state task"] = [("tasker state task start T001", "begin it"), ("tasker state task complete T001 --created src/a.cs", "it is done")],
        ["state task start"] = [("tasker state task start T001", "begin it")],
        ["state task complete"] = [("tasker state task complete T001 --created src/a.cs src/b.cs --modified README.md", "with its files")],
        ["state task fail"] = [("tasker state task fail T001 \"tests fail\" --category test", "roll back, block what needs it")],
        ["state task retry"] = [("tasker state task retry T001", "let it wait again")],
        ["state task skip"] = [("tasker state task skip T001 \"done by hand\"", "what needs it may start")],
        ["state task commit"] = [("tasker state task commit T001", "its files only")],
        ["state checkpoint"] = [("tasker state checkpoint create T001 T002", "before they are begun"), ("tasker state checkpoint recover", "after a crash")],
        ["state checkpoint create"] = [("tasker state checkpoint create T001 T002 T003", "a batch of three")],
        ["state checkpoint update"] = [("tasker state checkpoint update T001 success", "one is done")],
        ["state checkpoint complete"] = [("tasker state checkpoint complete", "the batch is over")],
        ["state checkpoint status"] = [("tasker state checkpoint status", "what is under way")],
        ["state checkpoint recover"] = [("tasker state checkpoint recover", "find results and orphans"), ("tasker state checkpoint recover --retry-orphans", "and let those wait again")],
        ["state checkpoint clear"] = [("tasker state checkpoint clear", "forget the batch")],
        ["state halt"] = [("tasker state halt", "start nothing new"), ("tasker state halt user_message", "with the reason")],
        ["state check-halt"] = [("tasker state check-halt", "0: go on, 1: stop")],
        ["state confirm-halt"] = [("tasker state confirm-halt", "it has stopped")],
        ["state halt-status"] = [("tasker state halt-status --format json", "for programs")],
        ["state resume"] = [("tasker state resume", "go on")],
        ["state record-verification"] = [("tasker state record-verification T001 --verdict PASS --recommendation PROCEED", "it is good")],
        ["state record-calibration"] = [("tasker state record-calibration T001 correct", "the verifier was right")],
        ["state calibration-score"] = [("tasker state calibration-score", "how often verifiers were right")],
        ["state log-tokens"] = [("tasker state log-tokens session-1 1200 300 0.0081", "the total of a session so far")],
        ["state metrics"] = [("tasker state metrics", "rates, tokens, cost")],
        ["state planning-metrics"] = [("tasker state planning-metrics", "sizes, density, phases")],
        ["state failure-metrics"] = [("tasker state failure-metrics", "by kind")],
        ["evaluate"] = [("tasker evaluate", "the report"), ("tasker evaluate --format json --output .tasker/reports/evaluation-report.json", "into a file, for programs")],
        ["archive"] = [("tasker archive planning shop", "keep the plan"), ("tasker archive list", "what is kept")],
        ["archive planning"] = [("tasker archive planning shop", "keep the plan"), ("tasker archive planning shop --clean", "and make room for another")],
        ["archive execution"] = [("tasker archive execution shop", "keep bundles, results, logs")],
        ["archive list"] = [("tasker archive list", "of all projects"), ("tasker archive list --project shop --json", "of one, for programs")],
        ["archive restore"] = [("tasker archive restore 20260102_150405 --project shop", "as it was then")],
        ["transform"] = [("tasker transform context --all", "for agents that write issues"), ("tasker transform batch-create issues.json", "create and link them")],
        ["transform status"] = [("tasker transform status", "what is there"), ("tasker transform status -t ~/shop --json", "of another directory")],
        ["transform context"] = [("tasker transform context T001", "one task"), ("tasker transform context --all", "all of them")],
        ["transform init-target"] = [("tasker transform init-target ~/shop shop", "issues are called shop-1 and so on")],
        ["transform create"] = [("tasker transform create T001 .tasker/beads-export/T001-enriched.json", "one issue")],
        ["transform batch-create"] = [("tasker transform batch-create .tasker/beads-export/manifest.json", "all that are not there yet")],
        ["hook"] = [("tasker hook post-task-commit T001", "commit the files of a task"), ("tasker hook subagent-stop", "count the tokens of a session")],
        ["hook post-task-commit"] = [("tasker hook post-task-commit", "those of the answer on standard input"), ("tasker hook post-task-commit T001 . .tasker", "this one")],
        ["hook subagent-stop"] = [("tasker hook subagent-stop", "of the session that standard input names")],
        ["hook parse-output"] = [("tasker hook parse-output", "for scripts")],
        ["hook get-prompt"] = [("tasker hook get-prompt", "for scripts")],
        ["prompt"] = [("tasker prompt logic-architect", "for the agent of a phase"), ("tasker prompt task-executor T001", "for the executor of a task")],
        ["plugin"] = [("tasker plugin install .", "for a project"), ("tasker plugin write tasker-plugin", "for every project: a folder to load plugins from")],
        ["plugin install"] = [("tasker plugin install .", "into this project"), ("tasker plugin install . --force", "also over files that were changed")],
        ["plugin write"] = [("tasker plugin write tasker-plugin", "a new folder with the plugin")],
        ["stop"] = [("tasker stop", "start nothing new")],
        ["resume"] = [("tasker resume", "go on")],
        ["log-activity"] = [("tasker log-activity INFO orchestrator start \"phase logical\"", "one line")],
        ["init-dirs"] = [("tasker init-dirs ~/shop", "before agents write")],
        ["shim"] = [("tasker shim state.py start-task T001", "the same as 'tasker state task start T001'")],
        ["ensure-git"] = [("tasker ensure-git .", "git init where it is needed")],
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
