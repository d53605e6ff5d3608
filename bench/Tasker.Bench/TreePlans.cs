using System.Globalization;
using System.Text;

namespace Tasker.Bench;

/// <summary>Writes trees of task files as people and agents write them: five phases, front matter, a page of prose.</summary>
internal static class TreePlans
{
    private static readonly string[] Phases = ["01-analysis", "02-planning", "03-implementation", "04-validation", "05-optimization"];
    private static readonly string[] Priorities = ["low", "medium", "high"];
    private static readonly string Prose = string.Concat(Enumerable.Repeat("Do what is described here, with care and in order.\n", 60));

    /// <summary>
    /// What each task needs: mostly the one before it in its phase, and two of the phase before, drawn with a fixed seed.
    /// </summary>
    public static int[][] Needs(int tasks)
    {
        var (random, each) = (new Random(7), tasks / Phases.Length);
        return
        [
            .. Enumerable.Range(0, each * Phases.Length).Select(task =>
            {
                int[] before = task % each % 10 == 0 ? [] : [task - 1];
                var start = ((task / each) - 1) * each;
                return start < 0
                    ? before
                    : [.. before.Append(start + random.Next(each)).Append(start + random.Next(each)).Distinct().Order()];
            }),
        ];
    }

    /// <summary>Writes a tree.</summary>
    /// <param name="folder">The project; gets <c>tasks/</c> and settings by which a task does nothing.</param>
    /// <param name="needs">What each task needs.</param>
    /// <param name="jobs">The most tasks at the same time.</param>
    /// <param name="withFiles">True: tasks have outputs and read those of what they need. Nothing makes them: such a tree can be checked
    /// only.</param>
    public static void Write(string folder, int[][] needs, int jobs, bool withFiles)
    {
        foreach (var phase in Phases)
        {
            Directory.CreateDirectory(Path.Combine(folder, "tasks", phase));
        }

        File.WriteAllText(
            Path.Combine(folder, "tasker.yaml"),
            $"tree:\n  command: [\"true\", \"{{file}}\"]\n  max-agents: {jobs}\n  cpu-per-task: none\n  memory-per-task: none\n");
        var text = new StringBuilder();
        for (var task = 0; task < needs.Length; task++)
        {
            var phase = Phases[task / (needs.Length / Phases.Length)];
            text.Clear()
                .Append(CultureInfo.InvariantCulture, $"---\ntask_id: \"{Id(task, needs.Length)}\"\ntitle: \"Part {task} of the work\"\n");
            text.Append(
                CultureInfo.InvariantCulture, $"phase: \"{phase[3..]}\"\nestimated_duration: \"2-4 hours\"\ncomplexity: \"medium\"\n");
            text.Append(CultureInfo.InvariantCulture, $"priority: \"{Priorities[task % Priorities.Length]}\"\n");
            List(text, "dependencies", needs[task].Select(need => Id(need, needs.Length)));
            List(text, "inputs", withFiles ? needs[task].Select(need => $"../../{Id(need, needs.Length)}/result.json") : []);
            List(text, "outputs", withFiles ? ["result.json", "summary.md", "details/"] : []);
            List(text, "skills_required", ["Technical decision making", "Project planning"]);
            text.Append("---\n\n# Task\n\n").Append(Prose);
            File.WriteAllText(Path.Combine(folder, "tasks", Id(task, needs.Length) + ".md"), text.ToString());
        }
    }

    /// <summary>Writes <c>Recorded.mk</c>: the same graph for <c>make</c>, where the shell of each target leaves the files that a task of a
    /// tree has: a status that is replaced at once, the process id, what the program printed, and its true exit code. Nothing is flushed,
    /// and there is no journal.</summary>
    public static void WriteRecorded(string folder, int[][] needs)
    {
        foreach (var kind in (string[])["status", "pids", "logs"])
        {
            Directory.CreateDirectory(Path.Combine(folder, "recorded", kind));
        }

        var text = new StringBuilder(".PHONY: all")
            .Append(string.Concat(Enumerable.Range(0, needs.Length).Select(i => " " + Plans.Name(i))));
        text.Append("\nall:").Append(string.Concat(Enumerable.Range(0, needs.Length).Select(i => " " + Plans.Name(i)))).Append('\n');
        for (var i = 0; i < needs.Length; i++)
        {
            var name = Plans.Name(i);
            text.Append(name).Append(": ").AppendJoin(' ', needs[i].Select(Plans.Name)).Append("\n\t@");
            text.Append(Status(name, "running", "")).Append("; ");
            text.Append(CultureInfo.InvariantCulture,
                $"true {name} > recorded/logs/{name}.log 2>&1 & echo $$! > recorded/pids/{name}.pid; wait $$!; code=$$?; ");
            text.Append(Status(name, "completed", ",\"exit_code\":'$$code'")).Append("; exit $$code\n");
        }

        File.WriteAllText(Path.Combine(folder, "Recorded.mk"), text.ToString());
    }

    private static string Status(string name, string word, string more) =>
        $"echo '{{\"task_id\":\"{name}\",\"status\":\"{word}\"{more}}}' > recorded/status/{name}.new && mv recorded/status/{name}.new "
            + $"recorded/status/{name}.json";

    private static string Id(int task, int tasks)
    {
        var each = tasks / Phases.Length;
        return string.Create(CultureInfo.InvariantCulture, $"{Phases[task / each]}/{(task % each) + 1:00000}-part-{task}");
    }

    private static void List(StringBuilder text, string key, IEnumerable<string> items)
    {
        var all = items.ToArray();
        text.Append(key).Append(all.Length == 0 ? ": []\n" : ":\n");
        foreach (var item in all)
        {
            text.Append("  - \"").Append(item).Append("\"\n");
        }
    }
}
