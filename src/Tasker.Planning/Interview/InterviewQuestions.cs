using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Interview;

/// <summary>The questions of one round, as an agent has left them.</summary>
/// <param name="All">At most 20.</param>
/// <param name="IsDone">True when the agent has no more after these.</param>
internal sealed record InterviewQuestions(IReadOnlyList<InterviewQuestions.One> All, bool IsDone)
{
    private const int Most = 20;
    private const int Longest = 1000;

    /// <summary>A question.</summary>
    public sealed record One(string Question, string Why, IReadOnlyList<string> Options, bool IsBlocking);

    /// <summary>Reads them.</summary>
    /// <returns>The questions, or what is wrong with the file.</returns>
    public static (InterviewQuestions? Questions, string? Problem) Read(string path)
    {
        JsonObject? node;
        try
        {
            node = JsonFile.TryRead(path, "The file of questions");
        }
        catch (PlanningException broken)
        {
            return (null, broken.Message);
        }

        if (node is null)
        {
            return (null, $"'{path}' was not written.");
        }

        if (node["questions"] is not JsonArray questions)
        {
            return (null, $"'{path}' has no list 'questions'.");
        }

        One[] all = [.. questions.OfType<JsonObject>().Where(one => !string.IsNullOrWhiteSpace(one.Text("question"))).Take(Most).Select(one =>
            new One(Short(one.Text("question")!), Short(one.Text("why") ?? ""), [.. one.Texts("options").Select(Short).Take(10)], one.Flag("blocking")))];
        return (new InterviewQuestions(all, node.Flag("done") || all.Length == 0), null);
    }

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => string.Concat(word.Where(c => !char.IsControl(c)))));
        return line.Length <= Longest ? line : line[..Longest];
    }
}
