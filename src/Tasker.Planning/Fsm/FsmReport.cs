using System.Text.Json.Nodes;

namespace Tasker.Planning.Fsm;

/// <summary>The answer of every check of machines: passed when nothing is an issue.</summary>
internal sealed class FsmReport(IEnumerable<FsmFinding> findings)
{
    private readonly FsmFinding[] _findings = [.. findings];

    public IEnumerable<FsmFinding> Issues => _findings.Where(f => f.IsIssue);

    public IEnumerable<FsmFinding> Warnings => _findings.Where(f => !f.IsIssue);

    public bool Passed => !Issues.Any();

    /// <summary>The shape that scripts read.</summary>
    public JsonObject ToJson() => new()
    {
        ["passed"] = Passed,
        ["issue_count"] = Issues.Count(),
        ["warning_count"] = Warnings.Count(),
        ["issues"] = new JsonArray([.. Issues.Select(f => (JsonNode?)Json(f))]),
        ["warnings"] = new JsonArray([.. Warnings.Select(f => (JsonNode?)Json(f))]),
    };

    private static JsonObject Json(FsmFinding finding)
    {
        var context = new JsonObject();
        foreach (var (name, value) in finding.Context)
        {
            context[name] = value?.DeepClone();
        }

        return new JsonObject { ["invariant"] = finding.Rule, ["message"] = finding.Message, ["context"] = context };
    }
}
