using System.Text.Json;
using Tasker.Testing;

namespace Tasker.EndToEnd.Tests;

/// <summary>
/// An interview that is killed at any moment: while it asks, while it keeps an answer, and while what it comes to is written.
/// </summary>
public sealed class SpecifyKillTests
{
    private const string Agent = """
        set -eu
        prompt=$(cat)
        case $prompt in
        *'agent name `spec-interviewer`'*)
          to=$(printf '%s' "$prompt" | sed -n 's/.*write\*\* your questions to //p')
          echo "$to" >> asked
          case $to in
          *-1.json) echo '{"questions":[{"question":"How many items?","why":"Paging.","options":["ten"],"blocking":true},{"question":"Any colours?"}],"done":false}' > "$to";;
          *) echo '{"questions":[{"question":"Which order?"}],"done":true}' > "$to";;
          esac;;
        *)
          echo writer >> asked
          mkdir -p docs/adrs; echo "# Use a file" > docs/adrs/ADR-0001-use-a-file.md
          cat spec.text > docs/specs/todo-list.md; cat map.json > docs/specs/todo-list.capabilities.json;;
        esac
        """;

    /// <summary>A system call and how often it is made before the kill; without a call: at this question.</summary>
    private static readonly (string? Call, int Nth)[] Points =
    [
        ("rename", 1), (null, 2), ("rename", 3), ("flock", 6), ("fsync", 4),
        .. RealBinary.IsSlow ? Slow : [],
    ];

    /// <summary>Many, over several interviews one after the other.</summary>
    private static IEnumerable<(string? Call, int Nth)> Slow =>
        from nth in Enumerable.Range(1, 9)
        from call in new[] { "rename", "fsync", "flock", "pwrite64", "unlink", null }
        select ((string?)call, call == "flock" ? nth * 3 : nth);

    [KillPointFact]
    public async Task Nothing_that_was_answered_is_lost_nothing_is_doubled_and_no_file_is_half()
    {
        var (points, kills) = (new Queue<(string? Call, int Nth)>(Points), 0);
        while (points.Count > 0)
        {
            kills += await InterviewAsync(points);
        }

        Assert.True(kills >= Points.Length / 2, $"Only {kills} of {Points.Length} kills happened; the test shows nothing.");
    }

    /// <summary>One interview from its topic to its end, with kills as long as there are any.</summary>
    private static async Task<int> InterviewAsync(Queue<(string? Call, int Nth)> points)
    {
        using var binary = new RealBinary();
        binary.Write("tasker.yaml", "agents:\n  helper:\n    command: [sh, agent.sh]\n    prompt: stdin\n");
        binary.Write("agent.sh", Agent);
        binary.Write("map.json", TodoList.Map);
        binary.Write("spec.text", TodoList.Spec);
        var (person, kills, isOver) = (new Interviewee(binary), 0, false);
        while (!isOver)
        {
            var (call, nth) = points.TryDequeue(out var point) ? point : (null, 0);
            var (exit, output, error) =
                await person.RunAsync(call is null ? Launch.Plain : KillPoint.At(call, nth), call is null ? nth : 0, Line(binary));
            Assert.True(exit is 0 or 137, $"{call} {nth}: {exit}\n{output}\n{error}");
            isOver = exit == 0;
            kills += isOver ? 0 : 1;
            CheckFiles(binary);
        }

        CheckAnswers(binary, person.Answers);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(binary.PathOf(".claude")), path => path.Contains(".tasker-new", StringComparison.Ordinal));
        Assert.Equal(0, (await binary.RunAsync("fsm", "validate", "validate", "docs/fsm/todo-list")).ExitCode);
        Assert.Equal(["ADR-0001-use-a-file.md"], Directory.GetFiles(binary.PathOf("docs/adrs")).Select(Path.GetFileName));
        Assert.Equal(binary.Lines("asked").Distinct(), binary.Lines("asked"));
        return kills;
    }

    /// <summary>A kill before the session is there leaves none; then it is begun anew.</summary>
    private static string[] Line(RealBinary binary) =>
        File.Exists(binary.PathOf(".claude/spec-session.json"))
            ? ["specify", "--target", ".", "-q"]
            : ["specify", "Todo list", "--target", ".", "-q"];

    private static void CheckFiles(RealBinary binary)
    {
        foreach (var file in new[] { ".claude", "docs/fsm", "docs/specs" }.Select(binary.PathOf).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories))
                .Where(file => Path.GetFileName(file)[0] != '.'))
        {
            using var whole = JsonDocument.Parse(File.ReadAllText(file));
        }
    }

    private static void CheckAnswers(RealBinary binary, Dictionary<string, string> answers)
    {
        using var session = JsonDocument.Parse(File.ReadAllText(binary.PathOf(".claude/spec-session.json")));
        using var decided = JsonDocument.Parse(File.ReadAllText(binary.PathOf("docs/specs/todo-list.spec-resolutions.json")));
        var (root, scope) = (session.RootElement, session.RootElement.GetProperty("scope"));
        var kept = root.GetProperty("resolved_questions").EnumerateArray()
            .Select(one => (one.GetProperty("question").GetString()!, one.GetProperty("resolution").GetString()!)).ToList();
        var log = File.ReadAllLines(binary.PathOf(".claude/clarify-session.md"));

        Assert.Equal("complete", root.GetProperty("phase").GetString());
        Assert.Equal(["How many items?", "Any colours?", "Which order?"], kept.Select(one => one.Item1));
        Assert.All(kept, one => Assert.Equal(answers[one.Item1], one.Item2));
        Assert.All(kept, one => Assert.Single(log, $"- {one.Item1}: {one.Item2}"));
        Assert.Equal(2, log.Count(line => line.StartsWith("### Round ", StringComparison.Ordinal)));
        Assert.Equal(answers["What is the goal?"], scope.GetProperty("goal").GetString());
        Assert.Equal(answers["When is it done? (several with ; between them)"],
            Assert.Single(scope.GetProperty("done_means").EnumerateArray()).GetString());
        Assert.Equal(answers["How is it started or reached by those who use it?"], scope.GetProperty("entry_point").GetString());
        var weaknesses = answers.Where(one => one.Key.StartsWith("CK-", StringComparison.Ordinal))
            .ToDictionary(one => one.Key.Split(':')[0], one => one.Value);
        Assert.NotEmpty(weaknesses);
        Assert.Equal(
            weaknesses.OrderBy(one => one.Key, StringComparer.Ordinal),
            decided.RootElement.GetProperty("resolutions").EnumerateArray()
                .Select(one => KeyValuePair.Create(one.GetProperty("weakness_id").GetString()!,
                    one.GetProperty("user_response").GetString()!)).OrderBy(one => one.Key, StringComparer.Ordinal));
    }
}
