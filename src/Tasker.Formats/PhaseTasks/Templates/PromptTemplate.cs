namespace Tasker.Formats.PhaseTasks.Templates;

/// <summary>What agents are asked.</summary>
internal static class PromptTemplate
{
    /// <summary>What a template begins with.</summary>
    public const string Open = "{{";

    /// <summary>Stands for the briefing: what the task is, what it was given, what was answered before.</summary>
    public const string Briefing = "{{briefing}}";

    /// <summary>What an agent is asked that no step says anything to.</summary>
    public const string Default =
        "Take part in this phase of the task in the role that your name says. Give your analysis and your position.";

    /// <summary>The text with the briefing below it, unless it says itself where that stands.</summary>
    public static string WithBriefing(string text) => text.Contains(Briefing, StringComparison.Ordinal) ? text : $"{text}\n\n{Briefing}";

    /// <summary>What a judge is asked. The statement stands there as it was written.</summary>
    public static string Judgement(string statement) =>
        $"Judge whether this statement holds, by what was answered so far. Change nothing.\n\nStatement: {statement}\n\n"
        + "Begin your answer with the one word PASS or FAIL, then give the reason in a sentence or two.";
}
