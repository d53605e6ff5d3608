using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Fsm;

namespace Tasker.Planning.Interview;

/// <summary>How far the making of a specification has come: <c>.claude/spec-session.json</c> of the target directory.</summary>
public sealed class SpecSession : JsonView
{
    private readonly string _path;

    private SpecSession(string path, JsonObject node)
        : base(node) => _path = path;

    /// <summary>What is to be specified.</summary>
    public string Topic => Text("topic") ?? "";

    /// <summary>The name of its files.</summary>
    public string Slug => FsmSlug.Of(Topic, "spec");

    /// <summary>How far it is; one of <see cref="SpecPhases"/>.</summary>
    public string Phase => Text("phase") ?? SpecPhases.Scope;

    /// <summary>True when its specification is reviewed, and may be planned.</summary>
    public bool IsOver => Phase is SpecPhases.Export or SpecPhases.Complete;

    /// <summary>The target directory that it lies in.</summary>
    public string Target => Path.GetDirectoryName(Path.GetDirectoryName(_path)!)!;

    /// <summary>The file.</summary>
    public string FilePath => _path;

    /// <summary>The goal and its limits.</summary>
    public JsonObject Scope => Inside("scope");

    /// <summary>Where the session of a target directory lies.</summary>
    public static string PathOf(string target) => Path.Combine(target, ".claude", "spec-session.json");

    /// <summary>The session of a target directory; null when there is none.</summary>
    /// <exception cref="PlanningException">It is broken.</exception>
    public static SpecSession? TryRead(string target) => JsonFile.TryRead(PathOf(target), "The session") is { } node ? new SpecSession(PathOf(target), node) : null;

    /// <summary>The session of a target directory.</summary>
    /// <exception cref="PlanningException">There is none, or it is broken.</exception>
    public static SpecSession Read(string target) => new(PathOf(target), JsonFile.Read(PathOf(target), "The session"));

    /// <summary>Begins a session; one that is there is kept beside it.</summary>
    public static async Task<SpecSession> BeginAsync(string target, string topic, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var path = PathOf(target);
        var session = new SpecSession(path, new JsonObject
        {
            ["version"] = "1.0",
            ["topic"] = topic,
            ["target_dir"] = target,
            ["started_at"] = Timestamps.Text(now),
            ["phase"] = SpecPhases.Scope,
            ["rounds"] = 0,
            ["scope"] = new JsonObject(),
            ["open_questions"] = new JsonObject { ["blocking"] = new JsonArray(), ["non_blocking"] = new JsonArray() },
            ["resolved_questions"] = new JsonArray(),
            ["decisions"] = new JsonArray(),
            ["adrs"] = new JsonArray(),
        });

        // The session comes last: it is what is gone on with after a crash, and then nothing of an earlier one may stand beside it.
        new InterviewFiles(target, session.Slug).ForgetQuestions();
        new DiscoveryLog(target).Begin(topic, now);
        if (File.Exists(path))
        {
            File.Move(path, $"{path[..^".json".Length]}.{now.UtcDateTime:yyyyMMddHHmmssfff}.json");
        }

        await session.SaveAsync(cancellationToken);
        return session;
    }

    /// <summary>True when a question was answered, or passed over.</summary>
    public bool IsAsked(string question) => Objects("resolved_questions").Any(one => one.Text("question") == question) || Open("non_blocking").Contains(question);

    /// <summary>The answer to a question; null when there is none.</summary>
    public string? AnswerTo(string question) =>
        Objects("resolved_questions").Where(one => one.Text("question") == question).Select(one => one["resolution"].AsText()).FirstOrDefault();

    /// <summary>Questions without an answer.</summary>
    /// <param name="kind"><c>blocking</c> or <c>non_blocking</c>.</param>
    public IReadOnlyList<string> Open(string kind) => Texts(Inside("open_questions")[kind]);

    /// <summary>Keeps a question that nobody has answered. Asked again it is there once; it blocks when somebody says so.</summary>
    public void Ask(string question, bool isBlocking) => Answer(question, "", isBlocking || Open("blocking").Contains(question), default);

    /// <summary>Keeps a decision.</summary>
    /// <param name="adr">The record that explains it; null: none.</param>
    public void Decide(string decision, string? adr, DateTimeOffset now)
    {
        if (Node["decisions"] is not JsonArray decisions)
        {
            Node["decisions"] = decisions = [];
        }

        decisions.Add((JsonNode)new JsonObject { ["decision"] = decision, ["adr_id"] = adr, ["decided_at"] = Timestamps.Text(now) });
    }

    /// <summary>Keeps what came of a question; a later answer takes the place of an earlier one.</summary>
    /// <param name="answer">The answer; empty: none was given.</param>
    /// <param name="isBlocking">True: it stays open while it has none.</param>
    public void Answer(string question, string answer, bool isBlocking, DateTimeOffset now)
    {
        var open = Inside("open_questions");
        foreach (var kind in new[] { "blocking", "non_blocking" })
        {
            open[kind] = List(Open(kind).Where(other => other != question));
        }

        if (answer.Length == 0)
        {
            var kind = isBlocking ? "blocking" : "non_blocking";
            open[kind] = List(Open(kind).Append(question));
            return;
        }

        if (Node["resolved_questions"] is not JsonArray resolved)
        {
            Node["resolved_questions"] = resolved = [];
        }

        resolved.RemoveAll(one => one.Text("question") == question);
        resolved.Add((JsonNode)new JsonObject { ["question"] = question, ["resolution"] = answer, ["resolved_at"] = Timestamps.Text(now) });
    }

    /// <summary>Writes it, whole.</summary>
    public Task SaveAsync(CancellationToken cancellationToken) => JsonFile.WriteAsync(_path, Node, cancellationToken);
}
