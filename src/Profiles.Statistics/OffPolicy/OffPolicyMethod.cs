namespace Profiles.Statistics.OffPolicy;

/// <summary>How the value of a policy is estimated from decisions of another.</summary>
public enum OffPolicyMethod
{
    /// <summary>
    /// Inverse propensity scoring, Σ w r / n: unbiased, of great variance (Horvitz and Thompson, 1952).
    /// </summary>
    InversePropensity,

    /// <summary>
    /// Self-normalized, Σ w r / Σ w: hardly biased, steadier (Swaminathan and Joachims, "The Self-Normalized Estimator
    /// for Counterfactual Learning", 2015).
    /// </summary>
    SelfNormalized,

    /// <summary>
    /// Doubly robust, the mean of the model's expectation corrected by w (r - prediction): right when either the model
    /// or the propensities are (Dudík, Langford and Li, "Doubly Robust Policy Evaluation and Learning", 2011).
    /// </summary>
    DoublyRobust,
}
