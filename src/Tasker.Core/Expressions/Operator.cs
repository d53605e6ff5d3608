namespace Tasker.Core.Expressions;

/// <summary>The operators, loosest first.</summary>
internal enum Operator
{
    Or,
    And,
    Not,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Contains,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// <summary>How tightly operators bind.</summary>
internal static class Binding
{
    public const int Loosest = 0;
    public const int Negation = 2;
    public const int Comparison = 3;
    public const int Tightest = 5;

    public static int Of(Operator op) => op switch
    {
        Operator.Or => Loosest,
        Operator.And => 1,
        Operator.Not => Negation,
        <= Operator.Contains => Comparison,
        <= Operator.Subtract => 4,
        _ => Tightest,
    };
}
