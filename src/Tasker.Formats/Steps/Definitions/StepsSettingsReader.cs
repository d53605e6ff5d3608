using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Engine.Settings;
using Tasker.Formats.Text;

namespace Tasker.Formats.Steps.Definitions;

/// <summary>Reads the part <c>steps:</c> of <c>tasker.yaml</c>.</summary>
internal static class StepsSettingsReader
{
    private static readonly YamlKeys Keys = YamlKeys.Of(
        "'steps'", "mandatory-skills", "pass-env", "main-timeout", "test-timeout", "question-timeout", "judge-criteria", "python");

    /// <summary>The settings; what does not fit is told and has its default.</summary>
    public static StepsSettings Read(YamlNode node, DiagnosticBag bag)
    {
        var settings = StepsSettings.Default;
        if (YamlFields.Open(node, "'steps'", Keys, bag) is not { } fields)
        {
            return settings;
        }

        return new StepsSettings
        {
            MandatorySkills = fields.Has("mandatory-skills") ? fields.Texts("mandatory-skills") : (ImmutableArray<string>?)null,
            PassEnv = fields.Texts("pass-env"),
            MainLimit = Time(fields, "main-timeout") ?? settings.MainLimit,
            TestLimit = Time(fields, "test-timeout") ?? settings.TestLimit,
            QuestionLimit = Time(fields, "question-timeout") ?? settings.QuestionLimit,
            JudgeCriteria = fields.Truth("judge-criteria") ?? settings.JudgeCriteria,
            Python = fields.Filled("python") ?? settings.Python,
        };
    }

    private static TimeSpan? Time(YamlFields fields, string key) => fields.Has(key) ? Seconds.Read(fields, key) : null;
}
