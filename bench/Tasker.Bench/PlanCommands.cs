using System.Globalization;
using System.Text;

namespace Tasker.Bench;

/// <summary>
/// How long commands about a plan made from a specification take, beside a .NET program that does nothing at all and one that reads the
/// state of the plan and prints what is ready, with the JSON reader of the framework and nothing else.
/// </summary>
internal static class PlanCommands
{
    private static readonly string[] Commands =
    [
        "state ready", "state ready --json", "state status", "state get-field phase", "state check-halt", "state metrics",
        "state log-tokens s1 10 10 0.1", "evaluate",
        "validate dag", "validate gates", "state load-tasks",
    ];

    /// <param name="Tasks">Tasks of the plan.</param>
    /// <param name="Command">What was run; it is compared with the empty program.</param>
    /// <param name="Milliseconds">Median.</param>
    /// <param name="Ratio">To the empty program.</param>
    public sealed record Row(int Tasks, string Command, double Milliseconds, double Ratio);

    public static IEnumerable<Row> Run(string tasker, string empty, string reader, int tasks, int repeats)
    {
        using var folder = new TemporaryFolder();
        Make(tasker, folder.Path, tasks);
        var (state, files) = (Path.Combine(".tasker", "state.json"), Path.Combine(".tasker", "tasks"));
        (string Name, string Program, string[] Arguments)[] programs =
        [
            ("an empty .NET program", empty, []),
            ("a .NET program that only reads the state", reader, [state]),
            ("the same, which reads the task files too", reader, [state, files]),
            .. Commands.Select(command => ($"`tasker {command}`", tasker, command.Split(' '))),
        ];
        var times = programs.Select(_ => new List<double>()).ToArray();
        for (var i = 0; i < repeats; i++)
        {
            // Each round begins with another one: what runs behind a large program pays for what that has left.
            for (var c = 0; c < programs.Length; c++)
            {
                var at = (c + i) % programs.Length;
                times[at].Add(Programs.Time(programs[at].Program, programs[at].Arguments, folder.Path).TotalMilliseconds);
            }
        }

        var least = Statistics.Median(times[0]);
        return
        [
            .. programs.Select((program, at) =>
                new Row(tasks, program.Name, Statistics.Median(times[at]), Statistics.Median(times[at]) / least)),
        ];
    }

    /// <summary>A plan that is carried out: each task needs the one before it and the one seven before it, and the first is done.</summary>
    private static void Make(string tasker, string folder, int tasks)
    {
        Programs.Time(tasker, ["state", "init", "."], folder);
        for (var i = 1; i <= tasks; i++)
        {
            File.WriteAllText(Path.Combine(folder, ".tasker", "tasks", $"{Id(i)}.json"), Text(i));
        }

        Programs.Time(tasker, ["state", "load-tasks"], folder);
        Programs.Time(tasker, ["state", "set-phase", "executing"], folder);
        Programs.Time(tasker, ["state", "task", "start", Id(1)], folder);
        Programs.Time(tasker, ["state", "task", "complete", Id(1)], folder);
    }

    private static string Id(int task) => string.Create(CultureInfo.InvariantCulture, $"T{task:D3}");

    private static string Text(int task)
    {
        var needs = new StringBuilder();
        foreach (var need in new[] { task - 1, task - 7 })
        {
            needs.Append(need < 1 ? "" : $"{(needs.Length > 0 ? ", " : "")}\"{Id(need)}\"");
        }

        return string.Create(CultureInfo.InvariantCulture, $$"""
            {"id": "{{Id(task)}}", "name": "Task {{task}}", "phase": {{(task / 1000) + 1}}, "behaviors": ["B{{task}}"],
            "files": [{"path": "src/part{{task}}.py", "action": "create"}], "dependencies": {"tasks": [{{needs}}]},
            "acceptance_criteria": [{"criterion": "It does what it should do.", "verification": "pytest tests/part{{task}}.py"}]}
            """);
    }
}
