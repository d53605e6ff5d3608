namespace Tasker.Formats.PhaseTasks;

/// <summary>Codes of findings about phase tasks. Never reused for another meaning; listed in <c>docs/diagnostics.md</c>.</summary>
internal static class PhaseCodes
{
    public const string NoPhases = "TSK3201";
    public const string NoPhaseName = "TSK3202";
    public const string DuplicatePhase = "TSK3203";
    public const string UnknownPhase = "TSK3204";
    public const string PhaseCircle = "TSK3205";
    public const string RepeatedName = "TSK3206";
    public const string BadValue = "TSK3207";
    public const string GivenTwice = "TSK3208";
    public const string UnknownType = "TSK3209";
    public const string BadAgentId = "TSK3210";
    public const string LikeAKeyword = "TSK3211";
    public const string UnknownAggregate = "TSK3212";
    public const string Unproven = "TSK3213";
    public const string BadExpression = "TSK3214";
    public const string BrokenTemplate = "TSK3215";
    public const string OpenFence = "TSK3216";
    public const string NotRead = "TSK3217";
    public const string EmptyItem = "TSK3218";
    public const string EmptyPhase = "TSK3219";
    public const string TooMany = "TSK3220";
    public const string UnknownAgent = "TSK3221";
    public const string UndeclaredInput = "TSK3222";
}
