using System.Text;
using System.Text.Json;

namespace Tasker.EndToEnd.Tests;

/// <summary>
/// A tree of task files from a seed, whose agents write down what they do. One task fails, and one writes the file of a task that was not
/// there before: what is to come of each task is known without running anything.
/// </summary>
internal sealed class RandomTree
{
    public const int MostAtOnce = 4;
    public const int MostValidations = 2;
    public const string Grown = "04-validation/99-grown";

    private const int InPhase = 8;
    private static readonly string[] Phases = ["01-analysis", "02-planning", "03-implementation", "04-validation"];

    private readonly SortedDictionary<string, List<string>> _needs = new(StringComparer.Ordinal) { [Grown] = [] };
    private readonly string _failing;

    public RandomTree(RealBinary binary, int seed)
    {
        var random = new Random(seed);
        var tasks = Phases.SelectMany(phase => Enumerable.Range(1, InPhase).Select(i => $"{phase}/{i:D2}-work")).ToArray();
        for (var i = 0; i < tasks.Length; i++)
        {
            _needs[tasks[i]] = [.. Enumerable.Range(0, i).OrderBy(_ => random.Next()).Take(random.Next(Math.Min(i, 3) + 1))
                .Select(need => tasks[need])];
            Directory.CreateDirectory(Path.GetDirectoryName(binary.PathOf($"tasks/{tasks[i]}.md"))!);
            binary.Write($"tasks/{tasks[i]}.md", TextOf(tasks[i], _needs[tasks[i]]));
        }

        _failing = tasks[random.Next(InPhase, 3 * InPhase)];
        binary.Write("grown", TextOf(Grown, []));
        binary.Write("agent.sh", $$"""
            {{Ledger.Begin}}
            {{Ledger.Hold}}
            sleep 0.0$(($$ % 10))
            if [ $TASKER_TASK_ID = {{tasks[0]}} ]; then cp grown tasks/grown.part && mv tasks/grown.part tasks/{{Grown}}.md; fi
            echo "made by $TASKER_TASK_ID" > "$TASKER_TASK_OUTPUTS/made"
            {{Ledger.End}}
            echo "$TASKER_TASK_ID was here"
            [ $TASKER_TASK_ID != {{_failing}} ]
            """);
        binary.Write("tasker.yaml",
            $"tree: {{ command: [sh, agent.sh, \"{{file}}\"], max-agents: {MostAtOnce}, cpu-per-task: none, memory-per-task: none }}\n");
    }

    public IEnumerable<string> Tasks => _needs.Keys;

    /// <summary>What is to come of a task, as its status file tells it.</summary>
    public string Expected(string task) => task == _failing ? "failed 1" : IsBlocked(task) ? $"blocked by {_failing}" : "completed 0";

    /// <summary>What its status file says of a task.</summary>
    public static string Told(RealBinary binary, string task)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(binary.PathOf($"workspace/status/{task}.json")));
        var root = document.RootElement;
        var status = root.GetProperty("status").GetString();
        return root.TryGetProperty("blocked_by", out var cause)
            ? $"{status} by {cause.GetString()}"
            : $"{status} {(root.TryGetProperty("exit_code", out var code) ? code : default)}";
    }

    private bool IsBlocked(string task) => _needs[task].Any(need => need == _failing || IsBlocked(need));

    private static string TextOf(string task, List<string> needs)
    {
        var text = new StringBuilder($"---\ntask_id: \"{task}\"\ntitle: \"Work\"\n");
        List("dependencies", needs);
        List("inputs", needs.Select(need => $"../../{need}/made"));
        List("outputs", ["made"]);
        return text.Append("---\n\n# Task: Work\n").ToString();

        void List(string key, IEnumerable<string> items)
        {
            string[] all = [.. items];
            text.Append(all.Length == 0 ? $"{key}: []\n" : $"{key}:\n{string.Concat(all.Select(item => $"  - \"{item}\"\n"))}");
        }
    }
}
