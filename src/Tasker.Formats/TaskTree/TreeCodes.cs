namespace Tasker.Formats.TaskTree;

/// <summary>Codes of findings about trees of task files. Never reused for another meaning; listed in <c>docs/diagnostics.md</c>.</summary>
internal static class TreeCodes
{
    public const string NoTasks = "TSK3101";
    public const string OpenFrontMatter = "TSK3102";
    public const string WrongId = "TSK3103";
    public const string DuplicateId = "TSK3104";
    public const string UnusableName = "TSK3105";
    public const string NoId = "TSK3106";
    public const string LooseNote = "TSK3107";
    public const string OtherPhase = "TSK3108";
    public const string UnknownWord = "TSK3109";
    public const string BadEstimate = "TSK3110";
    public const string MissingKeys = "TSK3111";
    public const string TooManyFiles = "TSK3112";
    public const string Unreadable = "TSK3113";
    public const string LongFrontMatter = "TSK3114";

    public const string UnknownDependency = "TSK3120";
    public const string RepeatedDependency = "TSK3121";
    public const string PathOutside = "TSK3122";
    public const string NobodyMakesIt = "TSK3123";
    public const string ReadWithoutDependency = "TSK3124";
    public const string MadeTooLate = "TSK3125";
    public const string SharedOutput = "TSK3126";
    public const string DependencyCircle = "TSK3127";
    public const string OwnFolder = "TSK3128";

    public const string BrokenStatus = "TSK3130";
    public const string CompletedWithoutOutput = "TSK3131";
    public const string UnknownPhase = "TSK3132";
    public const string NeededFirst = "TSK3133";

    public const string NotAdded = "TSK3134";
    public const string FilesBehind = "TSK3135";
}
