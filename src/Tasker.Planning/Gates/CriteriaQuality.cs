using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Fsm;

namespace Tasker.Planning.Gates;

/// <summary>Whether acceptance criteria can be checked by a program: no vague words, a verification that begins with a known tool.</summary>
internal static class CriteriaQuality
{
    private const int ShortestCriterion = 20;
    private const int ShortestVerification = 10;

    private static readonly string[] Vague =
        ["works correctly", "handles errors", "is correct", "functions properly", "is good", "is clean", "is fast", "performs well", "is secure"];

    private static readonly string[] Manual = ["manual test", "manually", "code review", "visual inspection", "visually", "by eye"];

    private static readonly string[] WholeSuites = ["pytest", "pytest tests", "pytest tests/", "npm test", "make test", "go test ./...", "cargo test", "dotnet test", "yarn test", "pnpm test"];

    /// <summary>Every finding; only some are violations.</summary>
    public static IReadOnlyList<GateFinding> Find(IReadOnlyList<TaskDefinition> tasks)
    {
        var found = new List<GateFinding>?[tasks.Count];
        SideBySide.Do(found.Length, i => found[i] = Find(tasks[i]));
        var findings = new List<GateFinding>();
        foreach (var one in found)
        {
            findings.AddRange(one ?? []);
        }

        return findings;
    }

    /// <summary>Null: nothing was found.</summary>
    private static List<GateFinding>? Find(TaskDefinition task)
    {
        List<GateFinding>? findings = null;
        var criteria = task.AcceptanceCriteria;
        for (var at = 0; at < criteria.Count; at++)
        {
            foreach (var issue in Check(criteria[at].Text("criterion") ?? "", criteria[at].Text("verification") ?? ""))
            {
                (findings ??= []).Add(Finding(task, at, issue.Text, issue.IsViolation));
            }
        }

        return criteria.Count > 0 ? findings : [Finding(task, -1, "it has no acceptance criteria", isViolation: true)];
    }

    private static IEnumerable<Issue> Check(string criterion, string verification)
    {
        foreach (var vague in Vague)
        {
            if (Has(criterion, vague))
            {
                yield return new Issue($"'{vague}' is vague", true);
            }
        }

        if (string.IsNullOrWhiteSpace(verification))
        {
            yield return new Issue("it has no verification command", true);
            yield break;
        }

        if (!VerificationCommand.BeginsWithTool(verification))
        {
            yield return new Issue($"'{FirstWord(verification)}' is no known tool: a verification begins with one of {string.Join(", ", VerificationCommand.Tools)}", true);
        }

        if (criterion.Length < ShortestCriterion)
        {
            yield return new Issue($"the criterion has {criterion.Length} characters; {ShortestCriterion} say enough", false);
        }

        if (verification.Length < ShortestVerification)
        {
            yield return new Issue($"the verification has {verification.Length} characters; {ShortestVerification} say enough", false);
        }

        foreach (var manual in Manual)
        {
            if (Has(criterion, manual) || Has(verification, manual))
            {
                yield return new Issue($"'{manual}' is work for a person", false);
            }
        }

        if (WholeSuites.Contains(verification.Trim()))
        {
            yield return new Issue("it runs the whole suite: name the tests of this task", false);
        }

        if (string.Equals(criterion.Trim(), verification.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            yield return new Issue("the criterion repeats its verification: say what must hold", false);
        }
    }

    private static GateFinding Finding(TaskDefinition task, int at, string issue, bool isViolation) =>
        new(task.Id, at < 0 ? issue : $"criterion {at + 1}: {issue}", isViolation)
        {
            Fields = [FsmFinding.With("criterion_index", at), FsmFinding.With("issue", issue), FsmFinding.With("severity", (JsonNode)(isViolation ? "error" : "warning"))],
        };

    private static string FirstWord(string text) => text.Trim().Split((char[]?)null, 2)[0];

    private static bool Has(string text, string words)
    {
        for (var at = text.IndexOf(words, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (words == "manual test" || at + words.Length == text.Length || !char.IsLetterOrDigit(text[at + words.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Issue(string Text, bool IsViolation);
}
