namespace Tasker.Formats.Steps;

/// <summary>
/// Codes of findings about SPEC.md, step definitions and requests. Never reused for another meaning; listed in
/// <c>docs/diagnostics.md</c>.
/// </summary>
internal static class StepsCodes
{
    public const string NoSteps = "TSK3001";
    public const string DuplicateStep = "TSK3002";
    public const string DuplicateSection = "TSK3003";
    public const string UnknownMark = "TSK3004";
    public const string NearMiss = "TSK3005";
    public const string OpenFence = "TSK3006";
    public const string SectionWithoutStep = "TSK3007";
    public const string LineTooLong = "TSK3008";
    public const string SpecMissing = "TSK3009";
    public const string SpecReadOnly = "TSK3010";
    public const string SpecOutside = "TSK3011";
    public const string FilesBehind = "TSK3012";

    public const string BadRequest = "TSK3020";
    public const string ReversedRange = "TSK3021";
    public const string UnknownStep = "TSK3022";
    public const string AlreadyDone = "TSK3023";
    public const string NothingOpen = "TSK3024";

    public const string BadStepKey = "TSK3030";
    public const string DuplicateDefinition = "TSK3031";
    public const string DefinitionWithoutStep = "TSK3032";
    public const string BadCheck = "TSK3033";
    public const string BadMonitor = "TSK3034";
    public const string BadPattern = "TSK3035";
    public const string BadChunks = "TSK3036";
    public const string KeyWithoutEffect = "TSK3037";
    public const string CappedLimit = "TSK3038";
    public const string UnsafePath = "TSK3039";

    public const string UnknownAgent = "TSK3050";
    public const string MissingSkill = "TSK3051";
    public const string NobodyToDoIt = "TSK3052";
    public const string NothingToTest = "TSK3053";
    public const string NeedNotDone = "TSK3054";
    public const string BadNeed = "TSK3055";
    public const string ManualCheck = "TSK3056";
    public const string UnderWay = "TSK3057";
    public const string DefinitionsElsewhere = "TSK3058";
}
