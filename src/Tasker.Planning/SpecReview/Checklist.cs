using Tasker.Planning.Specs;

namespace Tasker.Planning.SpecReview;

/// <summary>Answers the checklist from the words of a specification. A group that does not apply, such as endpoints of a library, is not asked.</summary>
internal static class Checklist
{
    private const int ManyRequirements = 5;
    private const int ManyBehaviors = 10;
    private const int SomeBehaviors = 3;

    public static IReadOnlyList<ChecklistAnswer> Answer(SpecText spec)
    {
        var words = new SpecWords(spec);
        var applies = ChecklistQuestions.Groups.ToDictionary(g => g.Id, g => g.AppliesWhen.Length == 0 || words.First(g.AppliesWhen) is not null);
        return [.. ChecklistQuestions.All.Select(item => applies[item.Category] ? Answer(item, words) : new ChecklistAnswer(item, "na", ""))];
    }

    private static ChecklistAnswer Answer(ChecklistItem item, SpecWords words)
    {
        switch (item.Id)
        {
            case "C1.2":
                return Counted(item, words, ["must", "shall", "requirement", "requirements", "feature", "features"], ManyRequirements, 0);
            case "C4.1":
                return Counted(item, words, ["when", "then", "must", "shall", "should", "will"], ManyBehaviors, SomeBehaviors);
        }

        if (words.First(item.Complete) is { } complete)
        {
            return new ChecklistAnswer(item, "complete", $"'{complete.Word}', line {complete.Line}");
        }

        return words.First(item.Partial) is { } partial
            ? new ChecklistAnswer(item, "partial", $"'{partial.Word}', line {partial.Line}")
            : new ChecklistAnswer(item, "missing", "");
    }

    private static ChecklistAnswer Counted(ChecklistItem item, SpecWords words, string[] counted, int many, int some)
    {
        var times = counted.Sum(words.Times);
        return new ChecklistAnswer(item, times > many ? "complete" : times > some ? "partial" : "missing", times > 0 ? $"{times} sentences" : "");
    }
}
