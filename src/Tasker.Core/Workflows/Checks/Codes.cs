namespace Tasker.Core.Workflows.Checks;

/// <summary>Codes of findings about workflows. Never reused for another meaning; listed in <c>docs/diagnostics.md</c>.</summary>
internal static class Codes
{
    public const string DuplicateId = "TSK1020";
    public const string BadId = "TSK1021";
    public const string UnknownNeed = "TSK1022";
    public const string NeedAboveOrBelow = "TSK1023";
    public const string Cycle = "TSK1024";
    public const string UnknownPool = "TSK1025";
    public const string BadLimit = "TSK1026";
    public const string DuplicateName = "TSK1027";
    public const string UnknownName = "TSK1028";
    public const string UnknownStep = "TSK1029";
    public const string BadRetry = "TSK1030";
    public const string BadTime = "TSK1031";
    public const string BadPattern = "TSK1032";
    public const string BadForEach = "TSK1033";
    public const string TooDeep = "TSK1034";
    public const string MayWaitForEver = "TSK1035";
    public const string IntoFanOut = "TSK1036";
    public const string BadCommand = "TSK1037";
    public const string UnknownInput = "TSK1038";
    public const string MoreFindings = "TSK1039";
    public const string UnknownAnswer = "TSK1040";
    public const string BadSchema = "TSK1041";
}
